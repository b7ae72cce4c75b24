"""A new origin whenever somebody else may be writing under the old one (merge.md 10)."""

import shutil
from pathlib import Path

from db import installation, journal
from ntm_desktop.services import clones, origins
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import enter
from tests.services.conftest import Offices


def origin(office: Workplace) -> str:
    with office.data.session() as store:
        here = installation.read(store)
    assert here is not None
    return here.identity.origin


def former(office: Workplace) -> list[str]:
    with office.data.session() as store:
        return installation.former_origins(store)


def test_an_installation_keeps_its_origin_from_one_start_to_the_next(offices: Offices) -> None:
    before = origin(offices.commune)
    root = offices.commune.folder.root
    for _ in range(2):
        again = open_workplace(root)
        assert (origin(again), former(again)) == (before, [])
        again.close()


def test_a_copied_folder_gets_an_origin_of_its_own_and_the_original_keeps_its(
    offices: Offices, tmp_path: Path
) -> None:
    before = origin(offices.commune)
    shutil.copytree(offices.commune.folder.root, tmp_path / "bản sao")
    copy = open_workplace(tmp_path / "bản sao")
    assert former(copy) == [before]
    assert origin(copy) != before
    assert origin(copy).partition(".")[0] == before.partition(".")[0]
    assert "sao chép" in (clones.news(copy.data, origin(copy)) or "")
    assert clones.news(copy.data, origin(copy)) is None
    copy.close()
    again = open_workplace(offices.commune.folder.root)
    assert origin(again) == before
    again.close()


def test_a_copy_put_back_over_the_original_gets_a_new_origin(
    offices: Offices, tmp_path: Path
) -> None:
    root = offices.commune.folder.root
    shutil.copytree(root, tmp_path / "bản sao")
    open_workplace(tmp_path / "bản sao").close()
    offices.commune.close()
    shutil.rmtree(root)
    shutil.copytree(tmp_path / "bản sao", root)
    back = open_workplace(root)
    assert len(former(back)) == 2
    back.close()


def test_what_is_written_after_a_new_origin_is_written_under_it(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    with offices.commune.data.session() as store:
        new = origins.renew(store, origins.Reason.RESTORED)
    enter(offices.commune, "3.1", "87")
    with offices.commune.data.session() as store:
        assert [*journal.everything(store)][-1].revision.origin == new


def test_settings_that_cannot_be_read_make_a_new_origin_not_an_error(offices: Offices) -> None:
    before = origin(offices.commune)
    origins.tokens_file().write_text("{", encoding="utf-8")
    again = open_workplace(offices.commune.folder.root)
    assert former(again) == [before]
    again.close()
