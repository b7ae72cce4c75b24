from pathlib import Path

import pytest

from ntm_desktop.domain.assessment import Verdict
from ntm_desktop.domain.progress import CancelledError, Unwatched
from ntm_desktop.domain.standing import Board
from ntm_desktop.services import practice
from ntm_desktop.services.checking import check
from ntm_desktop.services.practice_plan import FIGURES, MET
from ntm_desktop.services.workplace import open_workplace


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> practice.PracticeWorld:
    """Three communes with four papers each."""
    return practice.make_world(tmp_path_factory.mktemp("w") / "new", communes=3, files=4)


def board(folder: Path) -> Board:
    workplace = open_workplace(folder)
    try:
        return workplace.self_assessment.board(workplace.sheet())
    finally:
        workplace.close()


def test_communes_stand_where_the_plan_says(world: practice.PracticeWorld) -> None:
    for commune in world.communes:
        assert board(commune.folder).met == commune.met == MET[commune.unit]


def test_the_plan_reaches_the_aims_of_the_year() -> None:
    assert len(MET) == 17
    assert min(MET.values()) >= 9
    assert sum(MET.values()) / len(MET) >= 15.8
    assert sum(met == 19 for met in MET.values()) >= 3


def test_every_unknown_threshold_is_stated_and_says_practice(
    world: practice.PracticeWorld,
) -> None:
    judged = board(world.communes[0].folder)
    lines = [line for criterion in judged.criteria for line in criterion.indicators]
    assert len({code for code, *_ in FIGURES}) == 10
    assert Verdict.NO_THRESHOLD not in {line.verdict for line in lines}
    stated = [line for line in lines if line.judgement.threshold.office]
    assert len(stated) == 10
    assert all("luyện tập" in str(line.judgement.threshold.source) for line in stated)


def test_what_is_missed_is_missed_for_a_reason_people_know(
    world: practice.PracticeWorld,
) -> None:
    lines = [
        line
        for commune in world.communes
        for criterion in board(commune.folder).criteria
        for line in criterion.indicators
    ]
    verdicts = {line.verdict for line in lines}
    assert {Verdict.MET, Verdict.NOT_MET, Verdict.INCOMPLETE, Verdict.NOT_APPLICABLE} <= verdicts
    assert any(line.entry.claim for line in lines)
    assert any(line.entry.note for line in lines)
    assert sum(line.entry.evidence for line in lines) == 3 * 5  # every fourth proves two


def test_every_folder_is_for_practice_and_sound(world: practice.PracticeWorld) -> None:
    for folder in (world.authority, *(commune.folder for commune in world.communes)):
        workplace = open_workplace(folder)
        assert workplace.office.practice
        assert check(workplace, Unwatched()) == []
        workplace.close()


def test_a_package_of_a_commune_is_trusted_by_the_authority(
    world: practice.PracticeWorld, tmp_path: Path
) -> None:
    sender, receiver = open_workplace(world.communes[0].folder), open_workplace(world.authority)
    passphrase = world.passphrase_file.read_text(encoding="utf-8").strip()
    made = sender.sending.export(
        tmp_path,
        keys=sender.keys.unlock(passphrase),
        year=2025,
        progress=Unwatched(),
        plain=True,
    )
    seen = receiver.receiving.inspect(made.path, Unwatched())
    assert (seen.signature, seen.would and seen.would.gaps) == ("trusted", ())
    assert {key.unit for key in sender.keys.trusted()} == {"185"}
    sender.close()
    receiver.close()


def test_the_same_world_comes_out_every_time(
    world: practice.PracticeWorld, tmp_path: Path
) -> None:
    again = practice.make_world(tmp_path / "w", communes=1, files=4)
    one, other = world.communes[0].folder, again.communes[0].folder
    assert board(one).criteria == board(other).criteria
    digests = [sorted(path.name for path in (f / "files").rglob("*")) for f in (one, other)]
    assert digests[0] == digests[1]


def test_one_office_can_practise_alone(tmp_path: Path) -> None:
    practice.make_office(tmp_path / "w", files=1)
    assert board(tmp_path / "w").met == MET[practice.ALONE]
    assert (tmp_path / "w" / "passphrase.txt").read_text(encoding="utf-8")


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(practice.FolderInUseError):
        practice.make_world(tmp_path, communes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_world_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    class Impatient:
        def step(self, phase: str, done: int, total: int) -> None:
            raise CancelledError

    with pytest.raises(CancelledError):
        practice.make_world(tmp_path / "w", communes=1, progress=Impatient())
    assert list(tmp_path.iterdir()) == []
