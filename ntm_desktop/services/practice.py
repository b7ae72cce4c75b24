"""A world to practise in: an authority, its communes, their figures and papers, all invented."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from db.connection import writing
from db.units import Unit
from ntm_desktop import held_files
from ntm_desktop.domain.assessment import Sheet
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Progress, Unwatched
from ntm_desktop.domain.standing import IndicatorStanding
from ntm_desktop.errors import UsageError
from ntm_desktop.services.catalogue import ListedUnit, UnitList, unit_lists
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.office import Authority
from ntm_desktop.services.practice_plan import (
    DECIDED_ON,
    DECISION,
    FIGURES,
    MODELS,
    begun,
    entries,
    met,
)
from ntm_desktop.services.sample_files import Matter, sample_file
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.subjects import Draft
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace, open_workplace

UNITS = "bac-son-2024"
PASSPHRASE = "lúa chín vàng đồng"  # noqa: S105 - of keys for practice, written beside them
ALONE = "06379"
"""The commune of the world of one office."""
AUTHOR = "Cán bộ luyện tập"
MOST_COMMUNES = 17
_RUNS_OUT = 1
"""Which of the papers does not hold to the end of the year."""
_PHASE = "Tạo số liệu luyện tập"


class FolderInUseError(UsageError):
    """The folder for the practice world has something in it."""

    code = "folder_in_use"


class WorldSizeError(UsageError):
    """There are not that many communes, or files below none."""

    code = "world_size"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeCommune:
    """A commune of the world: its data folder and how many criteria it meets."""

    unit: str
    name: str
    folder: Path
    met: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeWorld:
    """What was made, and where the passphrase of every key is written."""

    folder: Path
    passphrase_file: Path
    authority: Path
    communes: Sequence[PracticeCommune]


def make_world(
    folder: Path,
    *,
    communes: int = MOST_COMMUNES,
    files: int = 12,
    progress: Progress | None = None,
) -> PracticeWorld:
    """Make the world in a new or empty folder; long work, which leaves nothing when stopped.

    `files` is the number of evidence files of each commune. Raises FolderInUseError,
    WorldSizeError, DataFolderError.
    """
    if not 1 <= communes <= MOST_COMMUNES or files < 0:
        raise WorldSizeError(
            f"Chỉ tạo được từ 1 đến {MOST_COMMUNES} xã, số minh chứng từ 0 trở lên."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUseError(f"{folder} đã có nội dung. Hãy chọn một thư mục mới hoặc trống.")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return _World(folder, progress or Unwatched()).make(communes, files)
    except BaseException:
        held_files.clear_tree(folder)
        raise


def make_office(root: Path, *, files: int = 12) -> None:
    """Set one folder up as a commune with sample data, for practising in the window alone.

    Raises AlreadySetUpError.
    """
    listed = next(found for found in unit_lists() if found.id == UNITS)
    receiver = Authority(code=listed.code, name=listed.name, level=listed.level)
    own = next(unit for unit in listed.units if unit.code == ALONE)
    workplace = _set_up(root, Role.COMMUNE, _unit(own), receiver)
    try:
        _write_passphrase(root)
        _fill(workplace, files)
    finally:
        workplace.close()


class _World:
    def __init__(self, folder: Path, progress: Progress) -> None:
        self._folder = folder
        self._progress = progress
        self._list: UnitList = next(found for found in unit_lists() if found.id == UNITS)
        self._receiver = Authority(
            code=self._list.code, name=self._list.name, level=self._list.level
        )

    def make(self, communes: int, files: int) -> PracticeWorld:
        """Make the authority, then one commune after the other."""
        passphrase_file = _write_passphrase(self._folder)
        (self._folder / "keys").mkdir()
        authority = self._set_up(
            self._folder / "authority",
            Role.AUTHORITY,
            Unit(code=self._list.code, name=self._list.name, kind=self._list.level),
        )
        try:
            _state_figures(authority)
            made = []
            listed = [unit for unit in self._list.units if unit.kind == "commune"][:communes]
            for number, unit in enumerate(listed):
                self._progress.step(_PHASE, number, len(listed))
                made.append(self._commune(unit, authority, files))
        finally:
            authority.close()
        return PracticeWorld(
            folder=self._folder,
            passphrase_file=passphrase_file,
            authority=self._folder / "authority",
            communes=made,
        )

    def _set_up(self, root: Path, role: Role, unit: Unit) -> Workplace:
        workplace = _set_up(root, role, unit, self._receiver)
        workplace.keys.export_public(self._key(unit.code), PASSPHRASE)
        return workplace

    def _key(self, unit: str) -> Path:
        return self._folder / "keys" / f"{unit}.ntmkey"

    def _commune(self, listed: ListedUnit, authority: Workplace, files: int) -> PracticeCommune:
        root = self._folder / listed.code
        unit = _unit(listed)
        workplace = self._set_up(root, Role.COMMUNE, unit)
        try:
            authority.keys.trust(self._key(unit.code), unit=unit.code)
            workplace.keys.trust(self._key(authority.office.unit.code))
            _fill(workplace, files)
            reached = workplace.self_assessment.board(workplace.sheet()).met
        finally:
            workplace.close()
        return PracticeCommune(unit=unit.code, name=unit.name, folder=root, met=reached)


def _set_up(root: Path, role: Role, unit: Unit, receiver: Authority) -> Workplace:
    set_up(
        root,
        Setup(
            role=role,
            unit=unit,
            authority=receiver,
            passphrase=PASSPHRASE,
            author=AUTHOR,
            practice=True,
        ),
    )
    return open_workplace(root)


def _write_passphrase(folder: Path) -> Path:
    """Keep the passphrase beside practice data: it protects nothing there."""
    file = folder / "passphrase.txt"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


def _unit(listed: ListedUnit) -> Unit:
    return Unit(code=listed.code, name=listed.name, kind=listed.kind, region=listed.region)


def _fill(workplace: Workplace, files: int) -> None:
    """Enter all that a commune has, in one transaction."""
    with workplace.data.session() as store, writing(store):
        _state_figures(workplace)
        _enter_values(workplace, workplace.sheet(), earlier=False)
        before = workplace.sheet()._replace(year=workplace.sheet().year - 1)
        _enter_values(workplace, before, earlier=True)
        _add_models(workplace)
        _add_papers(workplace, files)


def _state_figures(workplace: Workplace) -> None:
    """Enter the invented thresholds, as an office does from a decision."""
    sheet = workplace.sheet()
    with workplace.data.session() as store, writing(store):
        for code, part, year, value in FIGURES:
            stated = Statement(
                value=value,
                decision=DECISION,
                date=DECIDED_ON,
                year=year or sheet.year,
                part=part,
            )
            workplace.thresholds.enter(sheet.criteria_set, IndicatorCode(code), stated)


def _enter_values(workplace: Workplace, sheet: Sheet, *, earlier: bool) -> None:
    board = workplace.self_assessment.board(sheet)
    for entry in entries(board, sheet.subject, earlier=earlier):
        workplace.self_assessment.enter(sheet, entry.indicator.indicator.code, entry.typed)


def _add_models(workplace: Workplace) -> None:
    """Add villages and gardens below the commune, with what they have reached."""
    service = workplace.self_assessment
    for model in MODELS:
        draft = Draft(name=model.name, kind=model.kind, village=model.village)
        sheet = workplace.sheet(subject=workplace.subjects.add(draft).id)
        for entry in begun(service.board(sheet), model.met):
            service.enter(sheet, entry.indicator.indicator.code, entry.typed)


def _add_papers(workplace: Workplace, files: int) -> None:
    """Take in papers for indicators that are met."""
    sheet = workplace.sheet()
    random = Random(f"{sheet.subject}/papers")  # noqa: S311 - not for keys
    proven = list(met(workplace.self_assessment.board(sheet)))
    random.shuffle(proven)
    with TemporaryDirectory() as folder:
        for number in range(files if proven else 0):
            _add_paper(workplace, proven, number, Path(folder))


def _add_paper(
    workplace: Workplace, proven: Sequence[IndicatorStanding], number: int, folder: Path
) -> None:
    sheet, indicator = workplace.sheet(), proven[number % len(proven)].indicator
    matter = Matter(
        unit=workplace.office.unit.name,
        code=indicator.code,
        indicator=indicator.name,
        year=sheet.year,
    )
    sample = sample_file(matter, number)
    file = folder / sample.name
    file.write_bytes(sample.content)
    papers = [paper.id for paper in indicator.papers]
    purpose = Purpose(
        sheet=sheet,
        indicators=[indicator.code],
        paper=papers[number % len(papers)] if papers else "",
    )
    details = sample.details
    if number == _RUNS_OUT:
        details = replace(details, valid_to=f"{sheet.year}-11-05")
    workplace.evidence.add([file], purpose, details)
    if number % 4 == 0:  # one paper proves several indicators; here, by being taken in again
        also = proven[(number + 1) % len(proven)].indicator.code
        workplace.evidence.add([file], Purpose(sheet=sheet, indicators=[also]), sample.details)
    file.unlink()
