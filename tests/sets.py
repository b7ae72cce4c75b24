"""The shipped set, read once for all tests."""

from functools import cache

from ntm_desktop.domain.criteria import CriteriaSet
from ntm_desktop.exchange import criteria_file
from resources import read_text
from tests.builders import SET


@cache
def the_set() -> CriteriaSet:
    text = read_text(f"criteria_sets/{SET}.yaml")
    return criteria_file.criteria_set(criteria_file.parse(text), criteria_file.digest(text))
