"""What a revoked key wrote beyond its last good head has no value, and stays (merge.md 22)."""

from collections.abc import Sequence
from hashlib import sha256
from sqlite3 import Connection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import journal, masking
from ntm_desktop.domain.assessment import natural_key
from ntm_desktop.domain.ownership import Identity, Role
from ntm_desktop.domain.revision import Record, Revision
from tests.builders import AUTHORITY, UNIT, a_record
from tests.db.stores import a_store, lines, tables

KEY = b"k" * 32
PREFIX = sha256(KEY).hexdigest()[:32]
THIEF = Identity(unit=UNIT, role=Role.COMMUNE, origin=f"{PREFIX}.{'1' * 16}")
OFFICE = Identity(unit=UNIT, role=Role.COMMUNE, origin=f"{'c' * 32}.{'2' * 16}")
DISTRICT = Identity(unit=AUTHORITY, role=Role.AUTHORITY, origin=f"{'d' * 32}.{'3' * 16}")
REVOCATION = Record(AUTHORITY, "revocation", natural_key(UNIT, KEY.hex()))


@pytest.fixture
def store() -> Connection:
    return a_store()


def note(store: Connection, by: Identity, text: str | None) -> Revision:
    written = journal.write(store, by, a_record(), None if text is None else {"note": text})
    assert written is not None
    return written


def revoke(store: Connection, good: Sequence[Revision]) -> None:
    heads: list[Any] = [[UNIT, each.origin, each.seq, each.id.hex()] for each in good]
    revoked: Any = {"unit": UNIT, "signing_key": KEY.hex(), "good": heads}
    journal.write(store, DISTRICT, REVOCATION, {"revoked": revoked})


def shown(store: Connection) -> str | None:
    row = store.execute("SELECT note FROM assessment").fetchone()
    return row[0] if row else None


def test_what_came_after_the_last_good_head_has_no_value_and_is_kept(store: Connection) -> None:
    good = note(store, THIEF, "thật")
    note(store, THIEF, "giả")
    held = len(lines(store))
    revoke(store, [good])
    assert shown(store) == "thật"
    assert len(lines(store)) == held + 1


def test_with_no_good_head_nothing_under_the_key_counts(store: Connection) -> None:
    note(store, THIEF, "giả")
    revoke(store, [])
    assert shown(store) is None


def test_a_masked_deletion_brings_back_what_was_there(store: Connection) -> None:
    good = note(store, THIEF, "thật")
    note(store, THIEF, None)
    assert shown(store) is None
    revoke(store, [good])
    assert shown(store) == "thật"


def test_what_the_key_writes_after_its_revocation_has_no_value(store: Connection) -> None:
    good = note(store, THIEF, "thật")
    revoke(store, [good])
    note(store, THIEF, "giả")
    assert shown(store) == "thật"


def test_a_value_on_top_of_a_masked_one_stands_and_settles_it(store: Connection) -> None:
    note(store, OFFICE, "thật")
    note(store, THIEF, "giả")
    revoke(store, [])
    note(store, OFFICE, "mới")
    assert shown(store) == "mới"
    assert store.execute("SELECT count(*) FROM conflict").fetchone()[0] == 0


def test_a_revocation_taken_back_gives_the_values_back(store: Connection) -> None:
    note(store, THIEF, "thật ra đúng")
    revoke(store, [])
    journal.write(store, DISTRICT, REVOCATION, None)
    assert shown(store) == "thật ra đúng"
    assert store.execute("SELECT count(*) FROM masked").fetchone()[0] == 0


def test_other_keys_are_not_touched(store: Connection) -> None:
    note(store, OFFICE, "thật")
    revoke(store, [])
    assert shown(store) == "thật"
    assert masking.refresh(store) == []


@given(st.data())
def test_masking_depends_on_the_revisions_and_not_on_their_order(data: st.DataObject) -> None:
    first = a_store()
    good = note(first, THIEF, "một")
    note(first, OFFICE, "hai")
    note(first, THIEF, "ba")
    revoke(first, data.draw(st.sampled_from([[], [good]])))
    note(first, THIEF, "bốn")
    carried = [row.revision for row in journal.everything(first)]
    second = a_store()
    for revision in data.draw(st.permutations(carried)):
        journal.receive(second, [revision])
    assert tables(second) == tables(first)
    journal.rebuild(second)
    assert tables(second) == tables(first)
