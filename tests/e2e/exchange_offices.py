"""Offices as first start leaves them, and a world without disks to wait for or chance."""

import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple, Self
from unittest.mock import patch
from uuid import UUID

import uuid_utils

import db.connection
import db.imports
import db.installation
import db.journal
import db.migrations
import db.sent
from db.installation import change_setting
from db.units import Unit
from ntm_desktop.domain.ownership import Role
from ntm_desktop.exchange.keys import OfficeKeys
from ntm_desktop.paths import DataFolder
from ntm_desktop.services import composing, origins
from ntm_desktop.services.origins import TOKEN
from ntm_desktop.services.setup import Setup, set_up
from ntm_desktop.services.workplace import open_workplace
from tests.offices import DISTRICT, PASSPHRASE


class Office(NamedTuple):
    """Who works at a PC that is made at the start; `like` names the PC whose key it shares."""

    role: Role
    unit: Unit
    like: str | None = None
    enrolled: bool = True


A, A2, B, C, DISTRICT_PC, AGENCY = "xã A", "xã A máy 2", "xã B", "xã C", "huyện", "phòng"
_A = Unit(code="06379", name="Xã Tân Thành", kind="commune", region="TDMNPB")
_B = Unit(code="06382", name="Xã Hưng Vũ", kind="commune", region="TDMNPB")
_C = Unit(code="06343", name="Xã Bắc Quỳnh", kind="commune", region="TDMNPB")
OFFICES: Mapping[str, Office] = {
    A: Office(Role.COMMUNE, _A),
    A2: Office(Role.COMMUNE, _A, like=A),
    B: Office(Role.COMMUNE, _B),
    C: Office(Role.COMMUNE, _C, enrolled=False),
    DISTRICT_PC: Office(Role.AUTHORITY, Unit(code=DISTRICT.code, name=DISTRICT.name)),
    AGENCY: Office(Role.AGENCY, Unit(code="185.nn", name="Phòng NN&PTNT")),
}
EVERYBODY = tuple(name for name, office in OFFICES.items() if office.enrolled)


class Clock(datetime):
    """A clock that goes on by a second whenever somebody looks, and may be wrong."""

    seconds = 0
    off = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        Clock.seconds += 1
        return cls(2024, 10, 2, 7, tzinfo=tz) + timedelta(seconds=cls.seconds) + cls.off


@cache
def _empty() -> sqlite3.Connection:
    """A data file of the latest form: checking one makes such a file every time."""
    store = sqlite3.connect(":memory:", isolation_level=None)
    with store:
        store.execute("BEGIN")
        db.migrations.upgrade(store)
    return store


@contextmanager
def quick() -> Iterator[None]:
    """Wait for no disk, and give the same origins, ids and times in every run."""
    chance = Random(1)  # noqa: S311 - not for keys

    def hexed(length: int = 32) -> str:
        return chance.randbytes(length).hex()

    def uuid7() -> UUID:
        digits = chance.randbytes(16).hex()
        return UUID(f"{digits[:12]}7{digits[13:16]}8{digits[17:]}")

    upgrade, empty = db.migrations.upgrade, _empty()

    def upgraded(store: sqlite3.Connection) -> None:
        if store.in_transaction:
            upgrade(store)
        else:
            empty.backup(store)

    pragmas = [
        "synchronous = OFF" if each.startswith("synchronous") else each
        for each in db.connection._PRAGMAS  # noqa: SLF001 - only here may they be relaxed
    ]
    Clock.seconds = 0
    with (
        patch.object(db.connection, "_PRAGMAS", pragmas),
        patch.object(db.migrations, "upgrade", upgraded),
        patch.object(os, "fsync", lambda _: None),
        patch.object(secrets, "token_hex", hexed),
        patch.object(uuid_utils, "uuid7", uuid7),
        patch.object(db.journal, "datetime", Clock),
        patch.object(db.imports, "datetime", Clock),
        patch.object(db.installation, "datetime", Clock),
        patch.object(composing, "datetime", Clock),
        patch.object(db.sent, "datetime", Clock),
    ):
        yield


class Templates(NamedTuple):
    """A folder for each PC, by its name, and the keys that first start made there."""

    folder: tempfile.TemporaryDirectory[str]
    keys: Mapping[str, OfficeKeys]


@cache
def templates() -> Templates:
    """Set every PC up once a run: making keys takes long, copying folders does not."""
    made = tempfile.TemporaryDirectory(prefix="ntm-offices-")
    root = Path(made.name)
    keys = {}
    for name, office in OFFICES.items():
        like = DataFolder(root / office.like / "data") if office.like else None
        _set_up(root / name / "data", office, like.key_file if like else None)
        with patch.object(origins, "settings_folder", lambda: root / "settings"):
            work = open_workplace(root / name / "data")
        keys[name] = work.keys.unlock(PASSPHRASE)
        if not office.like:
            work.keys.export_public(_public(root, office), PASSPHRASE)
        work.close()
    for name, office in OFFICES.items():
        _let_trust(root, name, office.role)
    return Templates(made, keys)


def _set_up(folder: Path, office: Office, key_file: Path | None) -> None:
    set_up(
        folder,
        Setup(
            role=office.role,
            unit=office.unit,
            authority=DISTRICT,
            passphrase=PASSPHRASE,
            key_file=key_file,
            author="Nông Văn A",
        ),
    )


def _public(root: Path, office: Office) -> Path:
    return root / f"{office.unit.code}.ntmkey"


def _let_trust(root: Path, name: str, role: Role) -> None:
    """Let the authority enrol the others, and each of them trust the authority."""
    with patch.object(origins, "settings_folder", lambda: root / "settings"):
        work = open_workplace(root / name / "data")
    for other, office in OFFICES.items():
        wanted = role is Role.AUTHORITY or office.role is Role.AUTHORITY
        if other != name and wanted and not office.like and office.enrolled:
            work.keys.trust(_public(root, office))
    work.catalogue.criteria_set(work.sets[0])  # so that copies need not parse it
    with work.data.session() as store:  # so that a copy is not taken for one
        change_setting(store, TOKEN, None)
    work.close()


def public_key(name: str) -> Path:
    """Give the public key file of an office."""
    return _public(Path(templates().folder.name), OFFICES[name])
