"""Sending and receiving as offices do it: the stick goes to and fro."""

import shutil
from errno import ENOSPC
from pathlib import Path
from typing import Any

import pytest

from db import exports, projections
from db.files import FileStore
from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import Details
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.errors import DataFolderError, UserError
from ntm_desktop.exchange.package.reader import open_package
from ntm_desktop.services.intake import Purpose
from ntm_desktop.services.keys import KeyFileDiffersError
from ntm_desktop.services.receiving import NotForUsError, PracticeMixedError
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests import samples
from tests.offices import COMMUNE, DISTRICT, PASSPHRASE, YEAR, enter, export
from tests.services.conftest import Offices


def add_evidence(office: Workplace, folder: Path, *contents: bytes) -> None:
    folder.mkdir(exist_ok=True)
    files = [
        samples.write(folder, f"Báo cáo {number}.pdf", content)
        for number, content in enumerate(contents)
    ]
    purpose = Purpose(sheet=office.sheet(year=YEAR), indicators=("3.1",))
    office.evidence.add(files, purpose, Details(), progress=Unwatched())


def lines(office: Workplace, scope: str = "06379") -> list[bytes]:
    with office.data.session() as store:
        return list(exports.lines(store, scope))


def imported(office: Workplace) -> dict[str, Any]:
    """Everything an import could leave behind."""
    with office.data.session() as store:
        tables = ("revision", "head", "import", "waiting", "receipt", "object", "evidence_file")
        counts = {
            name: store.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables
        }
    return {**counts, "files": sorted(office.files.digests())}


def test_the_authority_sees_what_the_commune_saw(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(2))
    sent = export(offices.commune, offices.stick)
    outcome = offices.authority.receiving.take_in(sent.path, Unwatched())
    sheet = offices.commune.sheet(year=YEAR)
    line = offices.authority.self_assessment.board(sheet).indicator(IndicatorCode("3.1"))
    assert (outcome.objects, line.verdict, line.entry.evidence) == (1, Verdict.MET, 1)
    assert lines(offices.authority) == lines(offices.commune)
    assert list(offices.authority.files.digests()) == list(offices.commune.files.digests())


def test_the_same_package_again_adds_nothing(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    sent = export(offices.commune, offices.stick)
    offices.authority.receiving.take_in(sent.path, Unwatched())
    before = imported(offices.authority)
    assert offices.authority.receiving.take_in(sent.path, Unwatched()).known
    assert imported(offices.authority) == before


def test_looking_at_a_package_changes_nothing(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    sent = export(offices.commune, offices.stick)
    before, content = imported(offices.authority), sent.path.read_bytes()
    seen = offices.authority.receiving.inspect(sent.path, Unwatched())
    assert seen.would is not None
    assert (seen.signature, seen.would.new, seen.would.gaps) == ("trusted", 2, ())
    assert imported(offices.authority) == before
    assert sent.path.read_bytes() == content


def test_a_strangers_package_waits_and_applies_itself_once_trusted(strangers: Offices) -> None:
    enter(strangers.commune, "3.1", "86,5")
    sent = export(strangers.commune, strangers.stick)
    receiving = strangers.authority.receiving
    assert receiving.inspect(sent.path, Unwatched()).signature == "unknown"
    outcome = receiving.take_in(sent.path, Unwatched())
    assert outcome.import_id is None
    assert "chưa tin cậy" in outcome.waiting_for[0]
    assert lines(strangers.authority) == []
    shutil.rmtree(strangers.stick)  # the stick has gone; the package was kept
    strangers.authority.keys.trust(strangers.templates.public_key("commune"))
    assert receiving.retry_waiting(Unwatched())
    assert receiving.waiting() == []
    assert lines(strangers.authority) == lines(strangers.commune)


def test_what_two_pcs_of_a_commune_answered_differently_is_a_conflict(
    offices: Offices, tmp_path: Path
) -> None:
    """Both PCs under one key; neither knows of the other."""
    set_up(
        tmp_path / "máy hai",
        Setup(
            role=Role.COMMUNE,
            unit=COMMUNE,
            authority=DISTRICT,
            passphrase=PASSPHRASE,
            key_file=offices.commune.folder.key_file,
        ),
    )
    second = open_workplace(tmp_path / "máy hai")
    enter(offices.commune, "3.1", "86,5")
    enter(second, "3.1", "70")
    for pc in (second, offices.commune):
        sent = export(pc, offices.stick)
        outcome = offices.authority.receiving.take_in(sent.path, Unwatched())
    second.close()
    sheet = offices.commune.sheet(year=YEAR)
    line = offices.authority.self_assessment.board(sheet).indicator(IndicatorCode("3.1"))
    assert (outcome.conflicts, line.in_conflict, line.verdict) == (1, True, Verdict.INCOMPLETE)


def test_a_key_file_that_is_another_offices_signs_nothing(offices: Offices) -> None:
    shutil.copy(offices.authority.folder.key_file, offices.commune.folder.key_file)
    with pytest.raises(KeyFileDiffersError):
        export(offices.commune, offices.stick)


def test_practice_data_never_comes_among_real_data(offices: Offices) -> None:
    with offices.commune.data.session() as store:
        store.execute("UPDATE installation SET practice = 1")
    practising = open_workplace(offices.commune.folder.root)
    sent = export(practising, offices.stick)
    practising.close()
    before = imported(offices.authority)
    with pytest.raises(PracticeMixedError, match="luyện tập"):
        offices.authority.receiving.take_in(sent.path, Unwatched())
    assert imported(offices.authority) == before


def test_a_package_for_somebody_else_is_refused(offices: Offices) -> None:
    sent = export(offices.authority, offices.stick, to="06382")
    with pytest.raises(NotForUsError, match="06382"):
        offices.commune.receiving.take_in(sent.path, Unwatched())


def test_each_package_names_those_before_it_and_the_receipts_seen(offices: Offices) -> None:
    first = export(offices.commune, offices.stick)
    offices.authority.receiving.take_in(first.path, Unwatched())
    back = export(offices.authority, offices.stick, to="06379")
    offices.commune.receiving.take_in(back.path, Unwatched())
    third = export(offices.commune, offices.stick)
    with open_package(third.path) as package:
        envelope = package.envelope
    assert [before.number for before in envelope.predecessors] == [first.number]
    assert [echo.installation for echo in envelope.echoes] == [
        offices.authority.office.identity.origin
    ]
    assert envelope.receipt is not None
    held = {point.scope for point in envelope.receipt.ends}
    assert held == {"06379", "185"}


def test_a_gap_makes_a_package_wait_and_is_named_by_number(offices: Offices) -> None:
    """The authority took back what it had acknowledged; the sender does not know of it yet."""
    enter(offices.commune, "3.1", "86,5")
    first = export(offices.commune, offices.stick)
    receiving = offices.authority.receiving
    import_id = receiving.take_in(first.path, Unwatched()).import_id
    back = export(offices.authority, offices.stick, to="06379")
    offices.commune.receiving.take_in(back.path, Unwatched())
    assert import_id is not None
    offices.authority.undoing.undo(import_id, Unwatched())
    enter(offices.commune, "3.1", "87")
    second = export(offices.commune, offices.stick)
    assert second.revisions == 1
    outcome = receiving.take_in(second.path, Unwatched())
    assert outcome.waiting_for == (f"thiếu gói hồ sơ số {first.number}",)
    assert lines(offices.authority) == []
    receiving.take_in(first.path, Unwatched())
    assert receiving.waiting() == []
    assert lines(offices.authority) == lines(offices.commune)


class Stopping:
    """Cancels at the n-th step."""

    def __init__(self, left: int) -> None:
        self.left = left

    def step(self, phase: str, done: int, total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise CancelledError


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_cancelled_import_leaves_no_trace(offices: Offices, steps: int) -> None:
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(1), samples.scanned_pdf(2))
    sent = export(offices.commune, offices.stick)
    before = imported(offices.authority)
    with pytest.raises(CancelledError):
        offices.authority.receiving.take_in(sent.path, Stopping(steps))
    assert imported(offices.authority) == before


def test_a_full_disk_while_importing_leaves_no_trace(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(1), samples.scanned_pdf(2))
    sent = export(offices.commune, offices.stick)
    before = imported(offices.authority)
    keep, calls = FileStore.add_stream, []

    def full_at_the_second(self: FileStore, *given: Any) -> Any:
        calls.append(given)
        if len(calls) > 1:
            raise OSError(ENOSPC, "No space left on device")
        return keep(self, *given)

    monkeypatch.setattr(FileStore, "add_stream", full_at_the_second)
    with pytest.raises((UserError, OSError)):
        offices.authority.receiving.take_in(sent.path, Unwatched())
    monkeypatch.undo()
    assert imported(offices.authority) == before
    assert not offices.authority.receiving.take_in(sent.path, Unwatched()).known


def test_a_failing_projection_undoes_the_whole_import(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(1))
    sent = export(offices.commune, offices.stick)
    before = imported(offices.authority)

    def fail(*_: Any) -> None:
        raise DataFolderError("đầy")

    monkeypatch.setattr(projections, "show", fail)
    with pytest.raises(DataFolderError):
        offices.authority.receiving.take_in(sent.path, Unwatched())
    monkeypatch.undo()
    assert imported(offices.authority) == before


def test_a_failed_export_leaves_the_stick_as_it_was(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_evidence(offices.commune, offices.stick, samples.scanned_pdf(1))
    digest = next(iter(offices.commune.files.digests()))
    kept = offices.commune.files.path(digest)
    kept.chmod(0o600)
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    before = sorted(path.name for path in offices.stick.iterdir())
    with pytest.raises(UserError, match=r"hỏng|sửa"):
        export(offices.commune, offices.stick)
    assert sorted(path.name for path in offices.stick.iterdir()) == before
    assert offices.commune.sending.history() == []


def test_a_waiting_package_that_is_damaged_stays_with_its_reason(strangers: Offices) -> None:
    enter(strangers.commune, "3.1", "86,5")
    sent = export(strangers.commune, strangers.stick)
    receiving = strangers.authority.receiving
    receiving.take_in(sent.path, Unwatched())
    (kept,) = strangers.authority.folder.inbox.iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2])
    strangers.authority.keys.trust(strangers.templates.public_key("commune"))
    assert receiving.retry_waiting(Unwatched()) == frozenset()
    (waiting,) = receiving.waiting()
    assert "Hãy" in waiting.needs[0]
    assert lines(strangers.authority) == []
    receiving.take_in(sent.path, Unwatched())
    assert receiving.waiting() == []
    assert not kept.exists()
    assert lines(strangers.authority) == lines(strangers.commune)
