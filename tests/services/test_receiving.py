"""What is kept of a package that was taken in."""

import json
from pathlib import Path

from db import trust
from db.trust import TrustedKey
from ntm_desktop.domain.canonical import canonical
from ntm_desktop.domain.ownership import Role
from ntm_desktop.domain.progress import Unwatched
from ntm_desktop.exchange.package.envelope import Sender
from ntm_desktop.services.receiving import Receiving
from tests.exchange import packages
from tests.offices import enter, export
from tests.services.conftest import Offices


def test_the_envelope_is_kept_as_it_was_signed_by_a_newer_program(
    offices: Offices, tmp_path: Path
) -> None:
    written = packages.write(tmp_path)
    with offices.authority.data.session() as store:
        trust.keep(store, _key(written.envelope.sender))
    files = packages.contents(written.parts[0].path)
    content = json.loads(files["ntm/package.json"]) | {"novelty": [1]}
    content["format"]["minor"] += 1
    files["ntm/package.json"] = canonical(content)
    newer = tmp_path / "newer.ntm"
    newer.write_bytes(packages.packed(packages.signed(files, written.envelope)))
    assert offices.authority.receiving.take_in(newer, Unwatched()).import_id
    with offices.authority.data.session() as store:
        (kept,) = store.execute("SELECT envelope FROM import").fetchone()
    assert kept.encode() == files["ntm/package.json"]


def test_an_import_records_all_it_carried_and_what_of_it_was_new(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    for _ in range(2):
        sent = export(offices.commune, offices.stick)
        offices.authority.receiving.take_in(sent.path, Unwatched())
        enter(offices.commune, "3.1", "87")
    with offices.authority.data.session() as store:
        rows = store.execute(
            "SELECT import, revision, fresh FROM import_revision ORDER BY import, revision"
        ).fetchall()
    first = [tuple(row) for row in rows if row["import"] == 1]
    second = [tuple(row) for row in rows if row["import"] == 2]
    assert [fresh for _, _, fresh in first] == [1] * len(first)
    assert [fresh for _, _, fresh in second] == [0] * len(first) + [1]


class Meanwhile:
    """Somebody at the other window takes in a package while this one is being stored."""

    def __init__(self, receiving: Receiving, package: Path) -> None:
        self.left = [package]
        self._receiving = receiving

    def step(self, phase: str, done: int, total: int) -> None:
        if self.left:
            assert self._receiving.take_in(self.left.pop(), Unwatched()).import_id


def test_a_package_taken_in_twice_at_once_is_entered_once(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    sent = export(offices.commune, offices.stick)
    receiving = offices.authority.receiving
    outcome = receiving.take_in(sent.path, Meanwhile(receiving, sent.path))
    assert outcome.known
    with offices.authority.data.session() as store:
        (count,) = store.execute("SELECT count(*) FROM import").fetchone()
    assert count == 1


def test_what_came_while_a_package_was_stored_is_not_new_any_more(offices: Offices) -> None:
    enter(offices.commune, "3.1", "86,5")
    first = export(offices.commune, offices.stick)
    enter(offices.commune, "3.1", "87")
    second = export(offices.commune, offices.stick)
    receiving = offices.authority.receiving
    outcome = receiving.take_in(second.path, Meanwhile(receiving, first.path))
    assert (second.revisions, outcome.revisions) == (first.revisions + 1, 1)


def _key(sender: Sender) -> TrustedKey:
    return TrustedKey(
        signing_key=sender.signing_key,
        unit=sender.unit,
        name=sender.name,
        role=Role(sender.role),
        age_recipient=sender.age_recipient,
    )
