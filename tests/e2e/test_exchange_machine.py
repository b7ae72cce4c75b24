"""Random histories of several offices (docs/merge.md says what must hold)."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.e2e.exchange_machine import ExchangeMachine
from tests.e2e.exchange_machine_base import MachineBase

SHORT = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=25, stateful_step_count=100)
GOAL = 10_000

Property = Callable[[str, object], None]


def run(how: settings, record_property: Property, least: int = 1) -> None:
    """Run the machine until it has done so many steps, and say how many it did."""
    MachineBase.steps = 0
    try:
        while MachineBase.steps < least:
            run_state_machine_as_test(ExchangeMachine, settings=how)
    finally:
        record_property("steps", MachineBase.steps)


def test_offices_agree_whatever_happens_to_their_packages(record_property: Property) -> None:
    run(SHORT, record_property)


@pytest.mark.long
def test_offices_agree_after_very_many_steps(record_property: Property) -> None:
    run(LONG, record_property, GOAL)
