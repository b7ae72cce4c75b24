import re
from pathlib import Path

import pytest

from tests.shots.pictures import PICTURES

CHECKOUT = Path(__file__).resolve().parents[1]
PAPERS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md")])


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_everything_a_document_points_to_is_there(paper: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", paper.read_text(encoding="utf-8"))
    assert [name for name in targets if not (paper.parent / name).exists()] == []


def test_every_picture_of_the_documents_can_be_renewed() -> None:
    kept = {path.stem for path in (CHECKOUT / "docs" / "pictures").iterdir()}
    assert kept == set(PICTURES)
