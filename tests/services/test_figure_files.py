"""Figures travel in a signed file: what it states is taken, what it does not state stays."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import journal
from db.connection import writing
from ntm_desktop.domain.canonical import canonical, read_canonical
from ntm_desktop.domain.criteria import IndicatorCode, SetId
from ntm_desktop.domain.indicator_digest import indicator_digest
from ntm_desktop.domain.threshold import Figure, FileOf, figure_field
from ntm_desktop.exchange import keys as office_keys
from ntm_desktop.exchange import office_file
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.exchange.office_file import ForgedDataFileError, Head
from ntm_desktop.services.figure_files import (
    FigureFiles,
    FigurePlan,
    NothingStatedError,
    UnfitFiguresError,
)
from ntm_desktop.services.keys import FingerprintDiffersError
from ntm_desktop.services.office_files import (
    FingerprintNeededError,
    NewerKindError,
    OtherUnitError,
    RevokedSignerError,
    Signer,
)
from ntm_desktop.services.receiving import PracticeMixedError
from ntm_desktop.services.thresholds import Statement
from ntm_desktop.services.workplace import Workplace
from tests.builders import PASSPHRASE, SET
from tests.services.conftest import Offices

THIS, NEW = SetId(SET), SetId("xa-ntm-2026-2030")
ADVANCED = SetId("xa-ntm-nang-cao-2021-2025")
STATED = Statement(value="", decision="1062/QĐ-UBND", date="2024-06-17", year=2024)
STRANGER = office_keys.create()


def state(work: Workplace, code: str, value: str = "", **more: Any) -> None:
    set_id = more.pop("set_id", THIS)
    stated = replace(STATED, value=value, **more)
    work.thresholds.enter(set_id, IndicatorCode(code), stated)


def own(work: Workplace, set_id: SetId = THIS) -> dict[IndicatorCode, Figure]:
    found = work.thresholds.effective(set_id).items()
    return {code: by[work.office.unit.code] for code, by in found if work.office.unit.code in by}


def sent(work: Workplace, folder: Path, *sets: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "mức quy định.ntm-data"
    FigureFiles(work).export(path, sets or (SET,), work.keys.unlock(PASSPHRASE))
    return path


def take(work: Workplace, path: Path, fingerprint: str = "") -> FigurePlan:
    files = FigureFiles(work)
    planned = files.plan(path)
    files.apply(planned, fingerprint=fingerprint)
    return planned


@pytest.fixture
def forge(tmp_path: Path) -> Callable[..., Path]:
    """Write a signed file that says what the test wants."""

    def write(content: object, by: OfficeKeys = STRANGER, **changed: Any) -> Path:
        head = Head(
            kind="figures",
            unit="186",
            name="Huyện Lạ",
            signing_key=by.public_key,
            made_on="2026-11-30",
            title="Mức quy định",
        )
        path = tmp_path / "lạ.ntm-data"
        data = content if isinstance(content, bytes) else canonical(content)
        path.write_bytes(office_file.write(replace(head, **changed), data, by))
        return path

    return write


def an_item(work: Workplace, code: str, figure: object, /, **changed: object) -> dict[str, object]:
    asked = work.catalogue.criteria_set(SET).asked[IndicatorCode(code)]
    return {
        "asks": indicator_digest(asked),
        "code": code,
        "figure": figure,
        "set": SET,
        **changed,
    }


def a_figure(**stated: object) -> dict[str, object]:
    return {"decision": "1062/QĐ-UBND", "date": "2024-06-17", **stated}


def test_figures_of_one_office_are_previewed_and_taken_by_another(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    path = sent(offices.authority, offices.stick)

    planned = FigureFiles(offices.commune).plan(path)

    assert planned.arrival.signer is Signer.TRUSTED
    (change,) = planned.changes
    assert change.words == (
        "chưa nhập",
        "từ 65 % trở lên, theo 1062/QĐ-UBND ngày 17/06/2024, theo tệp của Huyện Bắc Sơn",
    )
    assert own(offices.commune) == {}, "a plan enters nothing"
    FigureFiles(offices.commune).apply(planned)
    found = own(offices.commune)[IndicatorCode("2.1")]
    assert found.value == 65
    assert found.file_of == FileOf("185", "Huyện Bắc Sơn")


def test_taking_a_file_twice_changes_nothing(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    path = sent(offices.authority, offices.stick)
    take(offices.commune, path)
    with offices.commune.data.session() as store:
        before = list(journal.everything(store))

    again = take(offices.commune, path)

    assert (again.changes, again.same) == ((), 1)
    with offices.commune.data.session() as store:
        assert list(journal.everything(store)) == before


def test_what_the_officer_entered_alike_stays_the_officers_own(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    state(offices.commune, "2.1", "65")

    planned = take(offices.commune, sent(offices.authority, offices.stick))

    assert planned.same == 1
    assert own(offices.commune)[IndicatorCode("2.1")].file_of is None


def test_what_an_officer_states_later_is_no_longer_from_the_file(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    take(offices.commune, sent(offices.authority, offices.stick))
    state(offices.commune, "2.1", "65")
    assert own(offices.commune)[IndicatorCode("2.1")].file_of is not None, "nothing was changed"
    state(offices.commune, "2.1", "70")
    assert own(offices.commune)[IndicatorCode("2.1")].file_of is None


def test_all_sets_travel_together(offices: Offices) -> None:
    authority, commune = offices.authority, offices.commune
    state(authority, "2.1", "65")
    state(authority, "4.a", "60", set_id=NEW, group="nhom_1", year=2026)
    state(authority, "5.5", "Tốt", set_id=ADVANCED)

    planned = take(commune, sent(authority, offices.stick, *authority.catalogue.ids()))

    assert {change.set_id for change in planned.changes} == {THIS, NEW, ADVANCED}
    assert own(commune, ADVANCED)[IndicatorCode("5.5")].level == "Tốt"
    assert own(commune, NEW)[IndicatorCode("4.a")].by_group == {"nhom_1": 60}


def test_an_office_without_figures_has_nothing_to_write(offices: Offices) -> None:
    with pytest.raises(NothingStatedError):
        sent(offices.commune, offices.stick)
    assert not list(offices.stick.iterdir())


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    theirs=st.dictionaries(
        st.sampled_from(["2.1", "2.2", "17.1", "17.1:a", "10.1", "1.1"]),
        st.decimals(0, 100, places=2),
        min_size=1,
    ),
    ours=st.dictionaries(
        st.sampled_from(["2.1", "17.1:a", "10.1", "8.1"]), st.decimals(0, 100, places=2)
    ),
)
def test_a_file_says_the_same_elsewhere_and_never_erases(
    offices: Offices, theirs: dict[str, Decimal], ours: dict[str, Decimal]
) -> None:
    _forget(offices.authority)
    _forget(offices.commune)
    for work, said in ((offices.authority, theirs), (offices.commune, ours)):
        for place, value in said.items():
            code, _, part = place.partition(":")
            text = f"{value}".replace(".", ",")
            is_demand = code in ("1.1", "8.1")
            state(
                work,
                code,
                "" if is_demand else text,
                part=part or None,
                confirmed=True if is_demand else None,
            )
    before = own(offices.commune)

    take(offices.commune, sent(offices.authority, offices.stick))

    after, stated = own(offices.commune), own(offices.authority)
    for code in {*before, *stated}:
        assert _said(after[code]) == {**_said(before.get(code)), **_said(stated.get(code))}


def _said(figure: Figure | None) -> dict[str, object]:
    """Flatten what a figure states."""
    if figure is None:
        return {}
    found: dict[str, object] = {"value": figure.value, "confirmed": figure.confirmed or None}
    found |= {f"year {year}": of for year, of in figure.by_year.items()}
    found |= {f"part {part}": of for part, of in figure.parts.items()}
    return {name: value for name, value in found.items() if value is not None}


def _forget(work: Workplace) -> None:
    with work.data.session() as store, writing(store):
        for code in own(work):
            journal.write(
                store,
                work.office.identity,
                work.thresholds._record(THIS, code),  # noqa: SLF001
                {"figure": None},
            )


def test_null_and_absent_say_nothing(offices: Offices, forge: Callable[..., Path]) -> None:
    commune = offices.commune
    state(commune, "2.1", "65")
    items = [
        an_item(commune, "2.1", None),
        an_item(commune, "2.2", a_figure(value=None, by_year=None)),
    ]
    path = forge({"figures": items, "sets": []})

    planned = take(commune, path, fingerprint=FigureFiles(commune).plan(path).arrival.fingerprint)

    assert (planned.changes, planned.silent) == ((), 2)
    assert own(commune)[IndicatorCode("2.1")].value == 65


def test_an_unknown_office_is_let_in_only_with_its_digits(strangers: Offices) -> None:
    state(strangers.authority, "2.1", "65")
    path = sent(strangers.authority, strangers.stick)
    files = FigureFiles(strangers.commune)
    planned = files.plan(path)
    assert planned.arrival.signer is Signer.UNKNOWN
    with pytest.raises(FingerprintNeededError, match=planned.arrival.fingerprint):
        files.apply(planned)
    with pytest.raises(FingerprintDiffersError):
        files.apply(planned, fingerprint="1 2 3 4 5 6 7 8")
    assert own(strangers.commune) == {}
    files.apply(planned, fingerprint=planned.arrival.fingerprint)
    assert own(strangers.commune)[IndicatorCode("2.1")].value == 65


def test_a_revoked_key_is_refused(offices: Offices) -> None:
    state(offices.commune, "2.1", "65")
    path = sent(offices.commune, offices.stick)
    key = offices.commune.keys.unlock(PASSPHRASE).public_key
    offices.authority.keys.revoke(key, "mất máy")
    with pytest.raises(RevokedSignerError):
        FigureFiles(offices.authority).plan(path)


def test_a_known_key_that_names_another_unit_is_refused(
    offices: Offices, forge: Callable[..., Path]
) -> None:
    path = forge({"figures": [], "sets": []}, offices.commune.keys.unlock(PASSPHRASE))
    with pytest.raises(OtherUnitError, match="Xã Tân Thành"):
        FigureFiles(offices.authority).plan(path)


def test_an_unknown_key_in_the_name_of_a_known_unit_is_told_apart(
    offices: Offices, forge: Callable[..., Path]
) -> None:
    content: dict[str, list[str]] = {"figures": [], "sets": []}
    files = FigureFiles(offices.authority)
    arrival = files.plan(forge(content, unit="06379", name="Xã Tân Thành")).arrival
    assert (arrival.signer, arrival.has_other_key) == (Signer.UNKNOWN, True)
    assert not files.plan(forge(content)).arrival.has_other_key


def test_a_changed_file_is_refused(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    path = sent(offices.authority, offices.stick)
    path.write_bytes(path.read_bytes().replace("Huyện".encode(), "Huyền".encode()))
    with pytest.raises(ForgedDataFileError):
        FigureFiles(offices.commune).plan(path)


def test_practice_figures_stay_out(offices: Offices, forge: Callable[..., Path]) -> None:
    with pytest.raises(PracticeMixedError):
        FigureFiles(offices.commune).plan(forge({"figures": [], "sets": []}, practice=True))


def test_another_kind_of_content_is_for_a_newer_program(
    offices: Offices, forge: Callable[..., Path]
) -> None:
    with pytest.raises(NewerKindError):
        FigureFiles(offices.commune).plan(forge(b"{}", kind="songs"))


def test_what_is_not_here_is_named_and_passed_over(
    offices: Offices, forge: Callable[..., Path]
) -> None:
    commune, figure = offices.commune, a_figure(value="65")
    sets = [
        {"id": SET, "name": "Bộ này", "version": 99},
        {"id": "bo-la", "name": "Bộ lạ", "version": 1},
    ]
    items = [
        an_item(commune, "2.1", figure, code="99.9"),
        an_item(commune, "2.1", figure, set="bo-la"),
        an_item(commune, "2.2", figure, asks="00"),
        an_item(commune, "2.3", figure),
    ]

    planned = take(
        commune,
        forge({"figures": items, "sets": sets}),
        office_keys.fingerprint(STRANGER.public_key),
    )

    assert [change.indicator.code for change in planned.changes] == ["2.3"]
    said = " | ".join(planned.passed_over)
    for words in ("phiên bản 99", "Bộ lạ", "không có chỉ tiêu 99.9", "chỉ tiêu 2.2 ở đây khác"):
        assert words in said
    assert set(own(commune)) == {"2.3"}


@pytest.mark.parametrize(
    ("code", "figure", "words"),
    [
        ("2.1", a_figure(value="101"), "chỉ tiêu 2.1"),
        ("2.1", a_figure(value="-1"), "chỉ tiêu 2.1"),
        ("2.1", a_figure(level="Khá"), "chỉ tiêu 2.1"),
        ("2.1", a_figure(by_year={"2024": "60"}), "chia theo năm"),
        ("2.1", a_figure(by_group={"nhom_1": "60"}), "nhóm xã"),
        ("2.1", a_figure(parts={"z": "60"}), "không có phần “z”"),
        ("2.1", {"value": "60"}, "chỉ tiêu 2.1"),
        ("2.1", {**a_figure(value="60"), "date": "hôm qua"}, "chỉ tiêu 2.1"),
        ("1.1", a_figure(value="60"), "không có mức số"),
        ("10.1", a_figure(value="60"), "chia theo năm"),
        ("10.1", a_figure(by_year={"1999": "60"}), "chia theo năm"),
        ("2.1", a_figure(value=60), "không phải các mức"),
        ("2.1", a_figure(value="060"), "không phải các mức"),
        ("2.1", [], "không phải các mức"),
    ],
)
def test_a_figure_that_does_not_fit_refuses_the_whole_file(
    offices: Offices,
    forge: Callable[..., Path],
    code: str,
    figure: object,
    words: str,
) -> None:
    commune = offices.commune
    items = [an_item(commune, "2.2", a_figure(value="70")), an_item(commune, code, figure)]
    with pytest.raises(UnfitFiguresError, match=words):
        take(commune, forge({"figures": items, "sets": []}), "x")
    assert own(commune) == {}


def test_every_figure_that_does_not_fit_is_named(
    offices: Offices, forge: Callable[..., Path]
) -> None:
    commune = offices.commune
    items = [an_item(commune, code, a_figure(value="101")) for code in ("2.1", "2.2", "2.3")]
    with pytest.raises(UnfitFiguresError) as told:
        FigureFiles(commune).plan(forge({"figures": items, "sets": []}))
    assert all(f"chỉ tiêu {code}" in str(told.value) for code in ("2.1", "2.2", "2.3"))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"figures":1,"sets":[]}', b"\xff"])
def test_signed_nonsense_is_refused(
    offices: Offices, forge: Callable[..., Path], content: bytes
) -> None:
    with pytest.raises(UnfitFiguresError):
        FigureFiles(offices.commune).plan(forge(content or b" "))


def test_an_indicator_twice_is_refused(offices: Offices, forge: Callable[..., Path]) -> None:
    item = an_item(offices.commune, "2.1", a_figure(value="60"))
    with pytest.raises(UnfitFiguresError):
        FigureFiles(offices.commune).plan(forge({"figures": [item, item], "sets": []}))


def test_the_content_is_what_the_format_says(offices: Offices) -> None:
    state(offices.authority, "2.1", "65")
    path = sent(offices.authority, offices.stick)
    said: Any = read_canonical(office_file.read(path).content)
    assert said["sets"][0]["id"] == SET
    assert said["figures"][0]["figure"] == figure_field(
        Figure(value=Decimal(65), decision="1062/QĐ-UBND", date="2024-06-17")
    )
