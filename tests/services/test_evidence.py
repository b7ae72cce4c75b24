import errno
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import assessments, files, journal, objects
from db.connection import DataFile
from db.data_file import prepare
from db.files import FileStore, Finding, Problem
from ntm_desktop.domain.criteria import IndicatorCode
from ntm_desktop.domain.evidence import BadDocumentDateError, Details, Evidence
from ntm_desktop.domain.media import Kind
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.progress import CancelledError
from ntm_desktop.domain.topics import Topic
from ntm_desktop.paths import DataFolder
from ntm_desktop.services.catalogue import Catalogue
from ntm_desktop.services.evidence import (
    EmptyEvidenceError,
    EvidenceRoom,
    UnknownEvidenceError,
    as_json,
)
from ntm_desktop.services.intake import Intake, Outcome, Purpose
from ntm_desktop.services.self_assessment import UnknownIndicatorError
from tests import samples
from tests.builders import AUTHORITY, CODE, HERE, SHEET, UNIT, an_identity

ROADS = Purpose(sheet=SHEET, indicators=[CODE])
OTHER = IndicatorCode("2.1")
DECISION = Details(
    number="12/QĐ-UBND", issued_on="05/02/2024", issuer="UBND xã", summary="Công nhận đường đạt"
)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[DataFile]:
    opened = prepare(DataFolder(tmp_path / "data"))
    yield opened
    opened.close()


def a_room(data: DataFile, identity: Identity = HERE) -> EvidenceRoom:
    folder = DataFolder(data.path.parent)
    return EvidenceRoom(
        data=data,
        identity=identity,
        catalogue=Catalogue(folder.cache),
        files=FileStore(folder.files),
    )


@pytest.fixture
def room(data: DataFile) -> EvidenceRoom:
    return a_room(data)


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    return tmp_path / "usb"


@pytest.fixture
def scan(usb: Path) -> Path:
    return samples.write(usb, samples.DECOMPOSED_NAME, samples.scanned_pdf(2))


@pytest.fixture
def photo(usb: Path) -> Path:
    return samples.write(usb, "z5123.jpg", samples.photo((64, 48)))


def outcomes(intake: Intake) -> list[Outcome]:
    return [result.outcome for result in intake.results]


def only(room: EvidenceRoom) -> Evidence:
    (document,) = room.every(UNIT)
    return document


def findings(data: DataFile) -> list[Finding]:
    """What is wrong with the store."""
    with data.session() as store:
        expected = objects.expected(store)
    return list(FileStore(DataFolder(data.path.parent).files).check(expected))


def revisions(data: DataFile) -> int:
    with data.session() as store:
        return sum(1 for _ in journal.everything(store))


# Adding


def test_a_file_becomes_a_document_that_proves_indicators(
    data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    added = room.add([scan], Purpose(sheet=SHEET, indicators=[CODE, OTHER]), DECISION)
    assert outcomes(added) == [Outcome.ADDED]
    assert added.changed == {Topic.EVIDENCE, Topic.ASSESSMENTS}
    document = only(room)
    assert document.title == "12/QĐ-UBND ngày 05/02/2024, Công nhận đường đạt"
    assert document.details.issued_on == "2024-02-05"
    assert {link.indicator for link in document.links} == {CODE, OTHER}
    (file,) = document.files
    assert (file.name, file.kind, file.pages, file.is_here) == (
        samples.VIETNAMESE_NAME,
        Kind.PDF,
        2,
        True,
    )
    assert room.file_path(file.sha256).read_bytes() == samples.scanned_pdf(2)
    assert findings(data) == []


def test_without_a_summary_the_name_of_the_file_serves_and_dates_stay_blank(
    room: EvidenceRoom, photo: Path
) -> None:
    room.add([photo], ROADS)
    assert only(room).details == Details(summary="z5123")


def test_several_files_are_as_many_documents_each_with_its_result(
    data: DataFile, room: EvidenceRoom, usb: Path, scan: Path, photo: Path
) -> None:
    bad = {
        "quyết định.pdf": samples.program(),
        "báo cáo.docx": samples.docx_with_macro(),
        "rỗng.pdf": b"",
    }
    sources = [
        scan,
        *(samples.write(usb, name, content) for name, content in bad.items()),
        usb / "không có.pdf",
        photo,
    ]
    added = room.add(sources, ROADS)
    assert [result.error.code if result.error else None for result in added.results] == [
        None,
        "evidence_program",
        "evidence_macros",
        "evidence_empty",
        "evidence_vanished",
        None,
    ]
    assert all(result.message for result in added.results if result.error)
    assert (added.count(Outcome.ADDED), added.count(Outcome.REFUSED)) == (2, 4)
    assert len(room.of_indicator(SHEET, CODE)) == 2
    assert findings(data) == []


def test_several_files_together_are_one_document_in_their_order(
    room: EvidenceRoom, usb: Path, scan: Path, photo: Path
) -> None:
    gone = usb / "không có.pdf"
    added = room.add([photo, gone, scan], ROADS, DECISION, together=True)
    assert outcomes(added) == [Outcome.ADDED, Outcome.REFUSED, Outcome.ADDED]
    assert [file.name for file in only(room).files] == ["z5123.jpg", samples.VIETNAMESE_NAME]


def test_when_no_file_is_accepted_there_is_no_document(
    data: DataFile, room: EvidenceRoom, usb: Path
) -> None:
    for together in (True, False):
        added = room.add([usb / "không có.pdf"], ROADS, DECISION, together=together)
        assert outcomes(added) == [Outcome.REFUSED]
        assert added.changed == frozenset()
    assert revisions(data) == 0


def test_known_content_under_another_name_gets_the_indicators_and_no_second_document(
    room: EvidenceRoom, usb: Path, scan: Path
) -> None:
    room.add([scan], ROADS, DECISION)
    again = samples.write(usb, "bản sao (2).pdf", samples.scanned_pdf(2))
    added = room.add([again], Purpose(sheet=SHEET, indicators=[OTHER]))
    (result,) = added.results
    assert (result.outcome, result.known_as) == (Outcome.PRESENT, samples.VIETNAMESE_NAME)
    assert samples.VIETNAMESE_NAME in result.message
    document = only(room)
    assert result.evidence == document.key
    assert {link.indicator for link in document.links} == {CODE, OTHER}
    assert len(document.files) == 1


def test_the_same_content_twice_in_one_go_is_one_file(
    room: EvidenceRoom, usb: Path, scan: Path
) -> None:
    twin = samples.write(usb, "bản sao.pdf", samples.scanned_pdf(2))
    for together in (False, True):
        added = room.add([scan, twin], ROADS, together=together)
        assert outcomes(added)[-1] is Outcome.PRESENT
    assert [len(document.files) for document in room.every(UNIT)] == [1, 1]


def test_the_same_file_may_belong_to_two_documents_when_added_together_with_others(
    room: EvidenceRoom, scan: Path, photo: Path
) -> None:
    room.add([scan], ROADS)
    added = room.add([photo, scan], ROADS, together=True)
    assert outcomes(added) == [Outcome.ADDED, Outcome.PRESENT]
    assert [len(document.files) for document in room.every(UNIT)] == [1, 2]


def test_files_are_added_to_a_document_later(room: EvidenceRoom, scan: Path, photo: Path) -> None:
    room.add([scan], ROADS)
    key = only(room).key
    assert outcomes(room.add_files(key, [photo, scan], SHEET)) == [Outcome.ADDED, Outcome.PRESENT]
    assert [file.name for file in only(room).files] == [samples.VIETNAMESE_NAME, "z5123.jpg"]
    with pytest.raises(UnknownEvidenceError):
        room.add_files("none", [photo], SHEET)


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        ("khóa.pdf", samples.locked_pdf(), "mật khẩu"),
        ("hỏng.pdf", samples.damaged_pdf(), "hỏng"),
        ("báo cáo.docx", samples.docx(), "không in vào hồ sơ"),
        ("ghi chép.txt", "Họp thôn".encode(), "không in vào hồ sơ"),
    ],
)
def test_what_cannot_be_printed_is_kept_with_a_warning(
    room: EvidenceRoom, usb: Path, name: str, content: bytes, warning: str
) -> None:
    (result,) = room.add([samples.write(usb, name, content)], ROADS).results
    assert result.outcome is Outcome.ADDED
    assert warning in result.message
    assert only(room).files[0].is_here


def test_a_document_is_confirmed_without_keeping_its_content(room: EvidenceRoom) -> None:
    room.confirm(ROADS, Details(number="15/CAX", sensitive=True))
    document = only(room)
    assert (document.files, document.details.sensitive) == ((), True)
    with pytest.raises(EmptyEvidenceError):
        room.confirm(ROADS, Details())


def test_wrong_indicators_dates_and_offices_are_refused_before_anything_is_kept(
    data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    with pytest.raises(UnknownIndicatorError):
        room.add([scan], Purpose(sheet=SHEET, indicators=["99.9"]))
    with pytest.raises(BadDocumentDateError, match="05/02/2024"):
        room.add([scan], ROADS, Details(issued_on="31/02/2024"))
    authority = a_room(data, an_identity(unit=AUTHORITY, role=Role.AUTHORITY))
    with pytest.raises(journal.NotYoursError):
        authority.add([scan], ROADS)
    assert revisions(data) == 0
    assert not DataFolder(data.path.parent).files.exists()


def test_a_full_disk_is_a_result_and_nothing_is_half_done(
    monkeypatch: pytest.MonkeyPatch, data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write", full)
        (result,) = room.add([scan], ROADS).results
    assert result.error is not None
    assert (result.error.code, result.error.exit_status) == ("disk_full", 4)
    assert revisions(data) == 0
    assert outcomes(room.add([scan], ROADS)) == [Outcome.ADDED]


@pytest.mark.parametrize("together", [True, False])
def test_a_disk_full_while_entering_is_a_result_and_enters_nothing(
    monkeypatch: pytest.MonkeyPatch,
    data: DataFile,
    room: EvidenceRoom,
    scan: Path,
    photo: Path,
    together: bool,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise sqlite_full()

    with monkeypatch.context() as patch:
        patch.setattr("ntm_desktop.services.intake.evidence_lists.next_place", full)
        added = room.add([scan, photo], ROADS, together=together)
    assert [result.error.code if result.error else "" for result in added.results] == [
        "disk_full",
        "disk_full",
    ]
    assert revisions(data) == 0
    assert added.changed == frozenset()


def sqlite_full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error


class StoppedAfter:
    """Someone who stops the work after so many bytes."""

    def __init__(self, size: int) -> None:
        self._size = size

    def step(self, phase: str, done: int, total: int) -> None:
        if done > self._size:
            raise CancelledError


def test_stopping_keeps_what_was_added_and_names_the_rest(
    data: DataFile, room: EvidenceRoom, usb: Path
) -> None:
    sources = [
        samples.write(usb, f"{number}.jpg", samples.photo((64, 48), seed=number))
        for number in range(20)
    ]
    enough = sum(path.stat().st_size for path in sources[:8])
    added = room.add(sources, ROADS, progress=StoppedAfter(enough))
    assert len(added.results) == len(sources)
    assert set(outcomes(added)) == {Outcome.ADDED, Outcome.STOPPED}
    assert len(room.every(UNIT)) == added.count(Outcome.ADDED)
    assert {finding.problem for finding in findings(data)} <= {Problem.UNUSED}


def test_stopping_files_of_one_document_adds_nothing(
    data: DataFile, room: EvidenceRoom, scan: Path, photo: Path
) -> None:
    added = room.add([scan, photo], ROADS, together=True, progress=StoppedAfter(0))
    assert outcomes(added) == [Outcome.STOPPED] * 2
    assert revisions(data) == 0


def test_a_document_is_entered_whole_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("ntm_desktop.services.intake.evidence_lists.next_place", breaks)
    with pytest.raises(RuntimeError):
        room.add([scan], ROADS)
    assert revisions(data) == 0
    assert all(finding.is_harmless for finding in findings(data))


# Finding, describing, removing


def test_evidence_is_listed_by_unit_sheet_and_indicator(
    room: EvidenceRoom, scan: Path, photo: Path
) -> None:
    room.add([scan], ROADS)
    room.add([photo], Purpose(sheet=SHEET._replace(year=2023), indicators=[CODE]))
    assert len(room.every(UNIT)) == 2
    assert [each.details.summary for each in room.of_sheet(SHEET._replace(year=2023))] == ["z5123"]
    assert len(room.of_indicator(SHEET, CODE)) == 1
    assert room.of_indicator(SHEET, OTHER) == []
    assert room.every("99999") == []


def test_an_indicator_counts_its_documents_and_the_papers_they_are(
    data: DataFile, room: EvidenceRoom, scan: Path, photo: Path
) -> None:
    room.add([scan, photo], Purpose(sheet=SHEET, indicators=[CODE], paper="quyet-dinh"))
    with data.session() as store:
        entry = assessments.read(store, SHEET)[CODE]
    assert (entry.evidence, entry.papers) == (2, frozenset({"quyet-dinh"}))


@pytest.mark.parametrize(
    "words",
    ["cong nhan", "CÔNG NHẬN đường", "12/qđ", "12/qd", "05/02/2024", "quyet dinh ntm", CODE],
)
def test_words_find_a_document_with_or_without_accents(
    room: EvidenceRoom, scan: Path, photo: Path, words: str
) -> None:
    room.add([scan], ROADS, DECISION)
    room.add([photo], Purpose(sheet=SHEET))
    assert [document.details.number for document in room.search(UNIT, words)] == ["12/QĐ-UBND"]
    assert room.search(UNIT, f"{words} khongco") == []


def test_details_are_edited_and_only_what_changed_is_written(
    data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    room.add([scan], ROADS, DECISION)
    opened = room.opened(UNIT, only(room).key)
    before = revisions(data)
    changed = room.edit(
        UNIT, opened.document.key, {"issuer": " ", "original": True}, seen=opened.seen
    )
    assert Topic.EVIDENCE in changed
    assert (only(room).details.issuer, only(room).details.original) == ("", True)
    assert room.edit(UNIT, opened.document.key, {"original": True}) == frozenset()
    assert revisions(data) == before + 1


def test_a_document_keeps_something_said_of_it(room: EvidenceRoom, photo: Path) -> None:
    room.add([photo], ROADS)
    with pytest.raises(EmptyEvidenceError):
        room.edit(UNIT, only(room).key, {"summary": ""})
    assert only(room).details.summary == "z5123"


def test_a_document_proves_another_indicator_and_no_longer(room: EvidenceRoom, scan: Path) -> None:
    room.add([scan], ROADS)
    key = only(room).key
    more = Purpose(sheet=SHEET, indicators=[OTHER])
    assert room.link(key, more)
    assert room.link(key, more) == frozenset()
    assert len(room.of_indicator(SHEET, OTHER)) == 1
    assert room.unlink(key, SHEET, OTHER)
    assert room.of_indicator(SHEET, OTHER) == []
    assert room.link(key, more)
    assert len(room.of_indicator(SHEET, OTHER)) == 1


def test_a_removed_document_is_gone_and_its_content_may_come_again(
    data: DataFile, room: EvidenceRoom, scan: Path
) -> None:
    room.add([scan], ROADS, DECISION)
    key = only(room).key
    room.remove(UNIT, key)
    assert room.every(UNIT) == []
    assert room.of_indicator(SHEET, CODE) == []
    with pytest.raises(UnknownEvidenceError):
        room.opened(UNIT, key)
    assert outcomes(room.add([scan], ROADS)) == [Outcome.ADDED]
    assert only(room).key != key
    with data.session() as store:
        journal.rebuild(store)
    assert len(room.every(UNIT)) == 1


def test_a_file_is_taken_out_of_a_document(room: EvidenceRoom, scan: Path, photo: Path) -> None:
    room.add([scan, photo], ROADS, together=True)
    document = only(room)
    room.remove_file(UNIT, document.key, document.files[0].sha256)
    assert [file.name for file in only(room).files] == ["z5123.jpg"]


def test_rebuilding_the_tables_changes_no_document(
    data: DataFile, room: EvidenceRoom, scan: Path, photo: Path
) -> None:
    room.add([scan, photo], ROADS, DECISION, together=True)
    before = room.every(UNIT)
    with data.session() as store:
        journal.rebuild(store)
    assert room.every(UNIT) == before


def test_a_document_is_described_in_json(room: EvidenceRoom, scan: Path) -> None:
    room.add([scan], ROADS, DECISION)
    found = json.loads(json.dumps(as_json(only(room)), ensure_ascii=False))
    assert (found["number"], found["issued_on"], found["original"]) == (
        "12/QĐ-UBND",
        "2024-02-05",
        None,
    )
    assert [file["kind"] for file in found["files"]] == ["pdf"]
    assert [link["code"] for link in found["indicators"]] == [CODE]
