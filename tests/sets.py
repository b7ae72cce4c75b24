"""The shipped set, read once for all tests."""

from functools import cache
from typing import Any

from ntm_desktop.domain.criteria import CriteriaSet, Criterion, SetId
from ntm_desktop.exchange import criteria_file
from resources import read_text
from tests.builders import SET


@cache
def the_set() -> CriteriaSet:
    text = read_text(f"criteria_sets/{SET}.yaml")
    return criteria_file.criteria_set(criteria_file.parse(text), criteria_file.digest(text))


def a_set(id_: str, *criteria: Criterion, **said: Any) -> CriteriaSet:
    """A small set of its own."""
    plain: dict[str, Any] = {
        "name": f"Bộ tiêu chí {id_}",
        "subject": "commune",
        "tier": "standard",
        "first_year": 2021,
        "last_year": 2025,
        "region": "TDMNPB",
    }
    return CriteriaSet(id=SetId(id_), criteria=criteria, **{**plain, **said})
