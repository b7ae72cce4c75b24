"""The whole work without a window: from two empty PCs to a dossier that the district opened."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

import pytest

from ntm_desktop import cli
from tests.builders import PASSPHRASE
from tests.samples import DECOMPOSED_NAME, photo, scanned_pdf, write

Ntm: TypeAlias = Callable[..., Any]
YEAR = ("--year", "2024")
UNKNOWN = {
    "2.1": "80",
    "2.2": "65",
    "2.3": "70",
    "2.4": "60",
    "10.1": "42",
    "16.1": "70",
    "17.1": "90",
    "17.1:a": "20",
    "17.2": "90",
    "17.6": "75",
    "17.9": "70",
}
"""Indicators whose thresholds the province states, and what it states in this story."""
LOW = {"9.1": "0", "11.1": "12,5", "15.3": "20,4"}
WRITES = 200


@pytest.fixture
def ntm(capsys: pytest.CaptureFixture[str]) -> Ntm:
    """Run a command that must leave with `status`, and give its document."""

    def run(*words: object, status: int = 0) -> Any:
        capsys.readouterr()
        left = cli.main([*map(str, words), "--json"])
        said = capsys.readouterr()
        assert left == status, said.err
        return json.loads(said.out)

    return run


def good_value(indicator: Any) -> str:
    if indicator["kind"] == "yes_no":
        return "đạt"
    return LOW.get(indicator["code"], "100")


@dataclass(frozen=True)
class Places:
    """Two PCs and a stick, as options of commands."""

    folder: Path
    key: tuple[object, ...]
    district: tuple[object, ...]
    commune: tuple[object, ...]
    usb: Path

    @property
    def seen_from_the_district(self) -> tuple[object, ...]:
        return ("--subject", "06379", *YEAR, *self.district)


@pytest.fixture
def places(ntm: Ntm, tmp_path: Path) -> Places:
    """Two first starts; keys go across on paper and stick."""
    secret = write(tmp_path, "mật khẩu.txt", PASSPHRASE.encode())
    usb = tmp_path / "USB"
    usb.mkdir()
    made = Places(
        folder=tmp_path,
        key=("--passphrase-file", secret),
        district=("--data", tmp_path / "Huyện Bắc Sơn"),
        commune=("--data", tmp_path / "Xã Tân Thành"),
        usb=usb,
    )
    for place, role, unit, name in (
        (made.district, "authority", "185", "Huyện Bắc Sơn"),
        (made.commune, "commune", "06379", "Xã Tân Thành"),
    ):
        ntm("init", "--role", role, "--unit", unit, "--name", name, *place, *made.key)
    for one, other in ((made.commune, made.district), (made.district, made.commune)):
        public = usb / "khóa.ntmkey"
        digits = ntm("key", "export", public, *one, *made.key)["fingerprint"]
        ntm("key", "trust", public, "--fingerprint", digits, *other)
    return made


def test_from_empty_pcs_to_a_dossier_the_district_opened(ntm: Ntm, places: Places) -> None:
    enter_all_that_is_known(ntm, places)
    state_the_figures_of_the_province(ntm, places)
    add_evidence(ntm, places)
    pages = print_papers(ntm, places)
    package = send(ntm, places, objects=3)
    import_it_but_not_broken(ntm, places, package)
    see_the_same_at_the_district(ntm, places, pages)
    import_again_and_the_next_one(ntm, places, package)
    for place in (places.commune, places.district):
        assert ntm("check", *place) == {"ok": True, "findings": []}


def enter_all_that_is_known(ntm: Ntm, places: Places) -> None:
    sheet = ntm("status", *YEAR, *places.commune)
    for criterion in sheet["criteria"]:
        for indicator in criterion["indicators"]:
            value = good_value(indicator)
            ntm("indicator", "set", indicator["code"], value, *YEAR, *places.commune)
    ntm("indicator", "set", "17.1:a", "35,5", *YEAR, *places.commune)
    sheet = ntm("status", *YEAR, *places.commune)
    assert sheet["met"] == 15
    lacking = [line["order"] for line in sheet["criteria"] if line["verdict"] == "no_threshold"]
    assert lacking == [2, 10, 16, 17]


def state_the_figures_of_the_province(ntm: Ntm, places: Places) -> None:
    decided = ("--decision", "1062/QĐ-UBND", "--date", "2024-06-17", *YEAR)
    for code, figure in UNKNOWN.items():
        ntm("threshold", "set", code, figure, *decided, *places.commune)
    assert ntm("status", *YEAR, *places.commune)["met"] == 19


def add_evidence(ntm: Ntm, places: Places) -> None:
    paper = write(places.folder, DECOMPOSED_NAME, scanned_pdf(3))
    pictures = [write(places.folder, f"z{n}.jpg", photo((320, 240), seed=n)) for n in range(2)]
    empty = write(places.folder, "rỗng.pdf", b"")
    ntm(
        *("evidence", "add", paper, "--indicator", "2.1,2.2", "--number", "12/QĐ-UBND"),
        *(*YEAR, *places.commune),
    )
    added = ntm(
        *("evidence", "add", *pictures, empty, "--indicator", "17.3", *YEAR, *places.commune),
        status=3,
    )
    assert (added["added"], added["refused"]) == (2, 1)


def print_papers(ntm: Ntm, places: Places) -> int:
    made = ntm("dossier", places.folder / "Hồ sơ.pdf", *YEAR, *places.commune)
    assert (made["appended"], made["left_out"]) == (3, [])
    sheets = ntm("checklist", places.folder / "P.pdf", "--filled", *YEAR, *places.commune)
    assert sheets["pages"] > 1
    return int(made["pages"])


def send(ntm: Ntm, places: Places, *, objects: int) -> Path:
    made = ntm("package", "export", places.usb, "--plain", *YEAR, *places.commune, *places.key)
    assert made["counts"]["objects"] == objects
    return Path(made["files"][0]["path"])


def import_it_but_not_broken(ntm: Ntm, places: Places, package: Path) -> None:
    broken = write(places.folder, "đứt.ntm", package.read_bytes()[:-1000])
    refused = ntm("package", "import", broken, *places.district, status=3)
    assert refused["error"]["code"] == "package_cut_short"
    assert ntm("subject", "list", *places.district) == {"subjects": []}
    seen = ntm("package", "inspect", package, *places.district)
    assert (seen["signature"], seen["objects"]) == ("trusted", 3)
    done = ntm("package", "import", package, *places.district)
    assert done["applied"] == {"revisions": seen["revisions"], "objects": 3}
    assert (done["conflicts"], done["waiting_for"], done["missing_objects"]) == (0, [], [])


def see_the_same_at_the_district(ntm: Ntm, places: Places, pages: int) -> None:
    here, there = (*YEAR, *places.commune), places.seen_from_the_district
    assert ntm("status", *there)["met"] == 19
    assert ntm("status", *there) == ntm("status", *here)
    assert ntm("evidence", "list", *there) == ntm("evidence", "list", *here)
    assert ntm("dossier", places.folder / "Ở huyện.pdf", *there)["pages"] == pages


def import_again_and_the_next_one(ntm: Ntm, places: Places, package: Path) -> None:
    again = ntm("package", "import", package, *places.district)
    assert again["applied"] == {"revisions": 0, "objects": 0}
    ntm("indicator", "set", "3.1", "79,9", *YEAR, *places.commune)
    following = send(ntm, places, objects=0)
    assert following != package
    done = ntm("package", "import", following, *places.district)
    assert done["applied"]["revisions"] == 1
    assert ntm("status", *places.seen_from_the_district)["met"] == 18


def commands(root: Path, files: list[Path]) -> list[list[str]]:
    """Plan random writes: values, parts, notes, thresholds and papers."""
    random = Random(20240930)  # noqa: S311 - not for keys
    at = ["--data", str(root), "--json", *YEAR]

    def one(number: int) -> list[str]:
        if number % 10 == 7:
            return ["evidence", "add", str(files[number // 10]), "--indicator", "3.1", *at]
        code = random.choice(["3.1", "4.2", "5.1", "9.2", "12.1", "14.2"])
        value = f"{random.randrange(1000) / 10}".replace(".", ",")
        if number % 10 == 3:
            decided = ["--decision", f"{number}/QĐ", "--date", "2024-06-17"]
            return ["threshold", "set", code, value, *decided, *at]
        return ["indicator", "set", code, value, "--note", f"lần {number}", *at]

    return [one(number) for number in range(WRITES)]


WRITER = """
import json, sys
from ntm_desktop import cli
for line in sys.stdin:
    assert cli.main(json.loads(line)) == 0
"""


def reported(root: Path, planned: list[list[str]], kill_after: int) -> list[Any]:
    """Let another process write, kill it after so many reports, and give what it reported."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[2])},
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write("".join(json.dumps(line) + "\n" for line in planned).encode())
    process.stdin.close()
    said = [process.stdout.readline() for _ in range(kill_after)]
    process.kill()
    said += process.stdout.readlines()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return [json.loads(line) for line in said if line.endswith(b"\n")]


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is Unix's")
@pytest.mark.parametrize("kill_after", [17, 60, 111])
def test_a_kill_in_the_middle_of_writing_loses_nothing_reported(
    ntm: Ntm, tmp_path: Path, kill_after: int
) -> None:
    secret = write(tmp_path, "mật khẩu.txt", PASSPHRASE.encode())
    root = tmp_path / "xã"
    words = ("--unit", "06379", "--name", "Xã Tân Thành", "--passphrase-file", secret)
    ntm("init", "--role", "commune", "--data", root, *words)
    files = [
        write(tmp_path, f"ảnh {number}.jpg", photo((640, 480), seed=number))
        for number in range(WRITES // 10)
    ]
    planned = commands(root, files)
    done = reported(root, planned, kill_after)
    assert kill_after <= len(done) < WRITES
    assert ntm("check", "--data", root) == {"ok": True, "findings": []}

    # What was under way when the power went may be there or not, but not in part.
    kept = standing(ntm("status", *YEAR, "--data", root), ntm("evidence", "list", "--data", root))
    assert kept in (
        expected(planned[: len(done)]),
        expected(planned[: len(done) + 1]),
    )


def standing(status: Any, evidence: Any) -> tuple[dict[str, Any], dict[str, str], int]:
    lines = [line for criterion in status["criteria"] for line in criterion["indicators"]]
    values = {line["code"]: line["value"] for line in lines if line["value"] is not None}
    sources = {line["code"]: line["threshold"]["source"] for line in lines}
    decisions = {
        code: source.split("/QĐ")[0]
        for code, source in sources.items()
        if source and source.endswith("/QĐ ngày 17/06/2024")
    }
    return values, decisions, len(evidence["evidence"])


def expected(planned: list[list[str]]) -> tuple[dict[str, Any], dict[str, str], int]:
    values: dict[str, Any] = {}
    decisions: dict[str, str] = {}
    papers = 0
    for command in planned:
        if command[0] == "indicator":
            values[command[2]] = command[3].replace(",", ".").removesuffix(".0")
        elif command[0] == "threshold":
            decisions[command[2]] = command[5].removesuffix("/QĐ")
        else:
            papers += 1
    return values, decisions, papers
