from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ntm_desktop.services.workplace import Workplace
from tests.offices import Templates, trust_each_other


@dataclass(frozen=True, slots=True)
class Offices:
    """A commune and its receiving authority; `stick` is what they carry to and fro."""

    commune: Workplace
    authority: Workplace
    stick: Path
    templates: Templates


@pytest.fixture(scope="session")
def office_templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates.made(tmp_path_factory.mktemp("office-templates"))


@pytest.fixture
def strangers(office_templates: Templates, tmp_path: Path) -> Iterator[Offices]:
    """Two offices that do not know each other's keys yet."""
    commune = office_templates.opened("commune", tmp_path / "xã")
    authority = office_templates.opened("authority", tmp_path / "huyện")
    yield Offices(commune, authority, tmp_path / "usb", office_templates)
    commune.close()
    authority.close()


@pytest.fixture
def offices(strangers: Offices) -> Offices:
    """Two offices that trust each other."""
    trust_each_other(strangers.templates, strangers.commune, strangers.authority)
    return strangers
