"""Forgotten passphrases, dead PCs, lost and stolen keys."""

import shutil
from pathlib import Path

import pytest

from db import exports, journal
from ntm_desktop.domain.head import origin_prefix
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange import keys as key_files
from ntm_desktop.exchange.keys import WrongPassphraseError
from ntm_desktop.exchange.recovery_sheet import RecoveryDigitsError, grouped, sheet_of
from ntm_desktop.services import recovery as recovering
from ntm_desktop.services.keys import KeyFileDiffersError, OwnKeyError, PassphraseNeededError
from ntm_desktop.services.passphrase import PassphraseTooShortError
from ntm_desktop.services.recovery import DigitsFileError, OtherKeyError, Recovery, Why
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import Workplace, open_workplace
from tests.offices import COMMUNE, DISTRICT, PASSPHRASE, YEAR, Templates, enter
from tests.services.conftest import Offices

NEW = "sông xanh núi đỏ"


@pytest.fixture
def commune(strangers: Offices) -> Workplace:
    return strangers.commune


@pytest.fixture
def authority(strangers: Offices) -> Workplace:
    return strangers.authority


@pytest.fixture
def templates(strangers: Offices) -> Templates:
    return strangers.templates


def recovery(office: Workplace) -> Recovery:
    return Recovery(folder=office.folder, data=office.data, office=office.office)


def lines(office: Workplace) -> list[tuple[object, ...]]:
    """What the journal says, without who vouches for it."""
    with office.data.session() as store:
        return sorted(
            (each.revision.record, str(each.revision.fields), each.revision.author)
            for each in journal.everything(store)
        )


def tables(office: Workplace) -> list[tuple[object, ...]]:
    with office.data.session() as store:
        rows = store.execute("SELECT * FROM assessment ORDER BY subject, indicator")
        return [tuple(row)[1:] for row in rows]  # without its number in this file


def disputes(office: Workplace) -> list[tuple[object, ...]]:
    with office.data.session() as store:
        rows = store.execute("SELECT field, label, value FROM conflict ORDER BY field, label")
        return [tuple(row) for row in rows if row["field"] == "answer"]


def unsigned(office: Workplace) -> int:
    with office.data.session() as store:
        return sum(not exports.is_head_signed(store, end) for end in exports.chain_ends(store))


def export(
    office: Workplace,
    folder: Path,
    to: str | None = None,
    *,
    passphrase: str = PASSPHRASE,
    full: bool = False,
    sealed: bool = False,
) -> Path:
    folder.mkdir(exist_ok=True)
    receipt = office.sending.export(
        folder,
        keys=office.keys.unlock(passphrase),
        year=YEAR,
        progress=Unwatched(),
        to=to,
        full=full,
        plain=not sealed,
    )
    return receipt.path


def reopened(office: Workplace) -> Workplace:
    office.close()
    return open_workplace(office.folder.root)


class TestSheet:
    def test_digits_from_a_file_are_the_keys(self, commune: Workplace, tmp_path: Path) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        file = tmp_path / "số.txt"
        file.write_text("\n".join(map(grouped, sheet_of(present).rows)), encoding="utf-8-sig")
        assert recovering.keys_in_file(file) == present

    def test_a_file_of_digits_that_is_none_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DigitsFileError):
            recovering.keys_in_file(tmp_path / "none.txt")
        (tmp_path / "x.txt").write_text("1234")
        with pytest.raises(RecoveryDigitsError, match="đủ 17 hàng"):
            recovering.keys_in_file(tmp_path / "x.txt")

    def test_the_printed_sheet_is_read_back(self, commune: Workplace, tmp_path: Path) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        sheet = recovery(commune).write_sheet(tmp_path / "giấy.pdf", present)
        assert recovering.keys_in_image(sheet) == present


class TestForgotten:
    def test_the_sheet_gives_the_same_key_a_new_passphrase(self, commune: Workplace) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        assert recovery(commune).restore(present, NEW)
        assert commune.keys.unlock(NEW) == present
        with pytest.raises(WrongPassphraseError):
            commune.keys.unlock(PASSPHRASE)

    def test_even_without_its_key_file(self, commune: Workplace) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        shutil.rmtree(commune.folder.keys)
        assert recovery(commune).restore(present, NEW)
        assert commune.keys.unlock(NEW) == present

    def test_another_offices_sheet_changes_nothing(self, commune: Workplace) -> None:
        with pytest.raises(OtherKeyError, match=commune.keys.fingerprint):
            recovery(commune).restore(key_files.create(), NEW)
        commune.keys.unlock(PASSPHRASE)

    def test_a_short_passphrase_is_refused(self, commune: Workplace) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        with pytest.raises(PassphraseTooShortError):
            recovery(commune).restore(present, "ngắn")
        commune.keys.unlock(PASSPHRASE)


class TestPassphrase:
    def test_the_new_one_opens_the_old_one_no_more(self, commune: Workplace) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        commune.keys.change_passphrase(PASSPHRASE, NEW)
        assert commune.keys.unlock(NEW) == present
        with pytest.raises(WrongPassphraseError):
            commune.keys.unlock(PASSPHRASE)
        assert [each.name for each in commune.folder.keys.iterdir()] == ["office.key"]

    def test_it_needs_the_old_one_and_a_long_enough_one(self, commune: Workplace) -> None:
        with pytest.raises(WrongPassphraseError):
            commune.keys.change_passphrase("sai mật khẩu", NEW)
        with pytest.raises(PassphraseTooShortError):
            commune.keys.change_passphrase(PASSPHRASE, "ngắn")
        commune.keys.unlock(PASSPHRASE)

    def test_cut_short_before_the_end_the_old_and_the_new_one_open(
        self, commune: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def power_fails(_file: Path) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as cut:
            cut.setattr(key_files, "put_in_place", power_fails)
            with pytest.raises(KeyboardInterrupt):
                commune.keys.change_passphrase(PASSPHRASE, NEW)
        commune.keys.unlock(PASSPHRASE)
        commune.keys.unlock(NEW)
        commune.keys.unlock(NEW)

    def test_a_file_that_does_not_open_again_never_replaces_the_old_one(
        self, commune: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(key_files, "save", lambda _keys, file, _words: file.write_bytes(b"x"))
        with pytest.raises(key_files.KeyFileDamagedError):
            commune.keys.change_passphrase(PASSPHRASE, NEW)
        commune.keys.unlock(PASSPHRASE)


class TestSecondPc:
    def test_the_sheet_makes_another_origin_under_the_same_key(
        self, commune: Workplace, tmp_path: Path
    ) -> None:
        present = commune.keys.unlock(PASSPHRASE)
        chosen = Setup(
            role=commune.office.role,
            unit=COMMUNE,
            authority=DISTRICT,
            passphrase=NEW,
            recovered=present,
        )
        assert set_up(tmp_path / "máy 2", chosen) == present
        second = open_workplace(tmp_path / "máy 2")
        try:
            assert second.keys.unlock(NEW) == present
            one, other = commune.office.identity.origin, second.office.identity.origin
            assert one != other
            assert one.split(".")[0] == other.split(".")[0]
        finally:
            second.close()

    def test_a_dead_pc_is_followed_by_one_with_everything_it_ever_sent(
        self, templates: Templates, commune: Workplace, authority: Workplace, tmp_path: Path
    ) -> None:
        authority.keys.trust(templates.public_key("commune"))
        enter(commune, "4.1", "đạt")
        enter(commune, "4.2", "86,5")
        authority.receiving.take_in(export(commune, tmp_path / "usb"), Unwatched())
        shown, sheet = tables(commune), sheet_of(commune.keys.unlock(PASSPHRASE))
        new = Setup(
            role=commune.office.role,
            unit=COMMUNE,
            authority=DISTRICT,
            passphrase=NEW,
            recovered=recovering.keys_of_digits("\n".join(sheet.rows)),
        )
        keys = set_up(tmp_path / "máy mới", new)
        after = open_workplace(tmp_path / "máy mới")
        after.keys.trust(templates.public_key("authority"))
        package = export(authority, tmp_path / "về", to=COMMUNE.code, full=True, sealed=True)
        after.receiving.take_in(package, Unwatched(), keys)
        assert tables(after) == shown
        enter(after, "4.1", "chưa đạt")
        authority.receiving.take_in(export(after, tmp_path / "usb", passphrase=NEW), Unwatched())
        assert tables(authority) == tables(after) != shown
        after.close()


class TestRenewal:
    def test_a_package_sealed_to_the_former_key_still_opens(
        self, templates: Templates, commune: Workplace, authority: Workplace, tmp_path: Path
    ) -> None:
        authority.keys.trust(templates.public_key("commune"))
        commune.keys.trust(templates.public_key("authority"))
        package = export(authority, tmp_path / "về", to=COMMUNE.code, full=True, sealed=True)
        old = commune.keys.unlock(PASSPHRASE)
        present = recovery(commune).renew(Why.REPLACED, NEW, old).keys
        outcome = commune.receiving.take_in(package, Unwatched(), present)
        assert outcome.import_id

    def test_replaced_keys_sign_their_chains_off_and_still_open_what_came_to_them(
        self, commune: Workplace
    ) -> None:
        enter(commune, "4.1", "đạt")
        old, before = commune.keys.unlock(PASSPHRASE), lines(commune)
        renewal = recovery(commune).renew(Why.REPLACED, NEW, old)
        assert (renewal.closed, renewal.again.revisions) == (1, 0)
        assert lines(commune) == before
        assert unsigned(commune) == 0
        present = commune.keys.unlock(NEW)
        assert present == renewal.keys != old
        assert commune.keys.fingerprint == renewal.fingerprint
        assert commune.keys.identities(present) == (present.age_identity, old.age_identity)

    def test_all_former_keys_open_after_several_changes_of_key_and_passphrase(
        self, commune: Workplace
    ) -> None:
        first = commune.keys.unlock(PASSPHRASE)
        second = recovery(commune).renew(Why.REPLACED, NEW, first).keys
        third = recovery(commune).renew(Why.STOLEN, PASSPHRASE, second).keys
        commune.keys.change_passphrase(PASSPHRASE, NEW)
        identities = commune.keys.identities(commune.keys.unlock(NEW))
        assert identities[0] == third.age_identity
        assert set(identities) == {each.age_identity for each in (first, second, third)}

    def test_it_writes_under_a_new_origin_from_now_on(self, commune: Workplace) -> None:
        old = commune.keys.unlock(PASSPHRASE)
        made = recovery(commune).renew(Why.REPLACED, NEW, old).keys
        enter(commune, "4.1", "đạt")
        with commune.data.session() as store:
            last = list(journal.everything(store))[-1].revision
        assert last.origin.startswith(f"{origin_prefix(made.public_key)}.")
        commune = reopened(commune)
        assert commune.office.signing_key == made.public_key
        commune.close()

    def test_with_a_lost_key_unsent_work_is_written_again_as_it_was(
        self, commune: Workplace, tmp_path: Path
    ) -> None:
        enter(commune, "4.1", "đạt")
        export(commune, tmp_path / "usb")
        enter(commune, "4.1", "chưa đạt")
        enter(commune, "4.2", "86,5")
        enter(commune, "4.1", "đạt")
        shown, before = tables(commune), lines(commune)
        renewal = recovery(commune).renew(Why.LOST, NEW)
        assert (renewal.again.revisions, renewal.again.records) == (3, 2)
        assert lines(commune) == before
        assert tables(commune) == shown
        with commune.data.session() as store:
            journal.rebuild(store)
        assert tables(commune) == shown
        assert commune.keys.own().unvouched == 0

    def test_the_receiver_gets_all_of_it_under_the_new_key(
        self, templates: Templates, commune: Workplace, authority: Workplace, tmp_path: Path
    ) -> None:
        authority.keys.trust(templates.public_key("commune"))
        enter(commune, "4.1", "đạt")
        sent = export(commune, tmp_path / "usb")
        authority.receiving.take_in(sent, Unwatched())
        enter(commune, "4.1", "chưa đạt")
        recovery(commune).renew(Why.LOST, NEW)
        commune = reopened(commune)
        public = commune.keys.export_public(tmp_path / "mới.ntmkey", NEW)
        authority.keys.trust(public)
        outcome = authority.receiving.take_in(
            export(commune, tmp_path / "usb", passphrase=NEW), Unwatched()
        )
        assert not outcome.waiting_for
        assert tables(authority) == tables(commune)
        assert outcome.conflicts == 0
        commune.close()

    def test_what_was_in_dispute_stays_in_dispute(
        self, commune: Workplace, tmp_path: Path
    ) -> None:
        second_pc = Setup(
            role=commune.office.role,
            unit=COMMUNE,
            authority=DISTRICT,
            passphrase=PASSPHRASE,
            recovered=commune.keys.unlock(PASSPHRASE),
        )
        set_up(tmp_path / "máy 2", second_pc)
        second = open_workplace(tmp_path / "máy 2")
        enter(second, "4.1", "chưa đạt")
        enter(commune, "4.1", "đạt")
        commune.receiving.take_in(export(second, tmp_path / "usb", to="185"), Unwatched())
        second.close()
        shown = disputes(commune)
        assert len(shown) == 2
        recovery(commune).renew(Why.LOST, NEW)
        assert disputes(commune) == shown

    def test_a_stolen_key_signs_nothing_more(self, commune: Workplace) -> None:
        enter(commune, "4.1", "đạt")
        old = commune.keys.unlock(PASSPHRASE)
        with commune.data.session() as store:
            heads = store.execute("SELECT count(*) FROM head").fetchone()[0]
        renewal = recovery(commune).renew(Why.STOLEN, NEW, old)
        assert renewal.closed == 0
        assert renewal.again.revisions > 0
        with commune.data.session() as store:
            assert store.execute("SELECT count(*) FROM head").fetchone()[0] == heads
        assert all(each.signing_key != old.public_key for each in commune.keys.trusted())

    def test_a_replaced_key_needs_its_passphrase(self, commune: Workplace) -> None:
        with pytest.raises(PassphraseNeededError):
            recovery(commune).renew(Why.REPLACED, NEW)
        with pytest.raises(PassphraseTooShortError):
            recovery(commune).renew(Why.LOST, "ngắn")
        commune.keys.unlock(PASSPHRASE)

    def test_power_lost_before_the_data_file_knows_leaves_the_old_key(
        self, commune: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def power_fails(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as cut:
            cut.setattr("db.installation.change_key", power_fails)
            with pytest.raises(KeyboardInterrupt):
                recovery(commune).renew(Why.LOST, NEW)
        commune.keys.unlock(PASSPHRASE)
        with pytest.raises(WrongPassphraseError):
            commune.keys.unlock(NEW)

    def test_power_lost_after_the_data_file_knows_is_made_good_at_the_next_use(
        self, commune: Workplace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def power_fails(_file: Path) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as cut:
            cut.setattr(key_files, "put_in_place", power_fails)
            with pytest.raises(KeyboardInterrupt):
                recovery(commune).renew(Why.LOST, NEW)
        with pytest.raises(KeyFileDiffersError):
            commune.keys.unlock(PASSPHRASE)
        found = commune.keys.unlock(NEW)
        assert key_files.load(commune.folder.key_file, NEW) == found

    def test_a_sheet_of_a_former_key_found_later_opens_what_came_to_it(
        self, commune: Workplace
    ) -> None:
        old = commune.keys.unlock(PASSPHRASE)
        present = recovery(commune).renew(Why.LOST, NEW).keys
        assert commune.keys.identities(present) == (present.age_identity,)
        assert not recovery(commune).restore(old, "")
        assert old.age_identity in commune.keys.identities(present)
        assert commune.keys.unlock(NEW) == present


class TestRevocation:
    def test_what_a_revoked_key_took_along_is_written_again_under_the_new_one(
        self, templates: Templates, commune: Workplace, authority: Workplace, tmp_path: Path
    ) -> None:
        authority.keys.trust(templates.public_key("commune"))
        commune.keys.trust(templates.public_key("authority"))
        enter(commune, "4.1", "đạt")
        first = export(commune, tmp_path / "usb")
        imported = authority.receiving.take_in(first, Unwatched()).import_id
        enter(commune, "4.2", "86,5")
        authority.receiving.take_in(export(commune, tmp_path / "usb"), Unwatched())
        old = commune.keys.unlock(PASSPHRASE)
        recovery(commune).renew(Why.STOLEN, NEW, old)
        authority.keys.trust(commune.keys.export_public(tmp_path / "mới.ntmkey", NEW))
        assert authority.keys.revoke(old.public_key, "mất USB có khóa", up_to=imported)
        assert len(tables(authority)) == 1
        [_, listed] = sorted(
            (each.revoked is not None, each.revoked)
            for each in authority.keys.trusted()
            if each.unit == COMMUNE.code
        )
        assert listed == (True, "mất USB có khóa")
        back = export(authority, tmp_path / "về", to=COMMUNE.code)
        commune.receiving.take_in(back, Unwatched())
        assert len(tables(commune)) == 1
        assert commune.keys.own().unvouched == 1
        again, topics = recovery(commune).write_again()
        assert (again.revisions, bool(topics)) == (1, True)
        assert len(tables(commune)) == 2
        assert recovery(commune).write_again()[0].revisions == 0
        commune = reopened(commune)
        authority.receiving.take_in(export(commune, tmp_path / "usb", passphrase=NEW), Unwatched())
        assert tables(authority) == tables(commune)
        commune.close()

    def test_the_key_in_use_is_not_revoked(self, authority: Workplace) -> None:
        with pytest.raises(OwnKeyError):
            authority.keys.revoke(authority.office.signing_key, "")

    def test_only_an_authority_revokes(
        self, templates: Templates, commune: Workplace, authority: Workplace
    ) -> None:
        commune.keys.trust(templates.public_key("authority"))
        with pytest.raises(journal.NotYoursError):
            commune.keys.revoke(authority.office.signing_key, "thử")
