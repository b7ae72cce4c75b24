"""Another set of the same demands, and a mapping to the advanced one, for tests of moving."""

from pathlib import Path

from ntm_desktop.domain.criteria import SetId
from ntm_desktop.services.workplace import Workplace
from resources import read_text
from tests.builders import SET

TWIN, ADVANCED = SetId("xa-ntm-tinh"), SetId("xa-ntm-nang-cao-2021-2025")
MAPPING = """\
name: Bảng chuyển đổi của huyện
from: {set: xa-ntm-2021-2025, version: 1}
to: {set: xa-ntm-nang-cao-2021-2025, version: 1}
legal_basis: []
changes:
- {change: renamed, from: ['9.2'], to: ['9.1'], confidence: high}
- {change: renamed, from: ['3.2'], to: ['3.6'], confidence: high}
- {change: split, from: ['1.1'], to: ['1.1', '1.3'], confidence: medium}
- {change: merged, from: ['8.1', '8.4'], to: ['8.1'], confidence: medium}
- {change: dropped, from: ['7.1'], reason: Bộ nâng cao không còn chỉ tiêu này, confidence: high}
"""


def add_twin(office: Workplace) -> None:
    """Bring a set of the province that asks for the very same things as the shipped one."""
    text = read_text(f"criteria_sets/{SET}.yaml").replace(f"id: {SET}", f"id: {TWIN}")
    office.folder.criteria.mkdir(parents=True, exist_ok=True)
    (office.folder.criteria / f"{TWIN}.yaml").write_text(text, encoding="utf-8")


def mapping_file(folder: Path) -> Path:
    """Write the mapping as an office would have it on a stick."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "chuyển đổi.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    return file
