"""Random histories of several offices (docs/merge.md says what must hold)."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.e2e.exchange_machine import ExchangeMachine

SHORT = settings(
    max_examples=8,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LONG = settings(SHORT, max_examples=125, stateful_step_count=100)
GOAL = 10_000


@pytest.fixture
def counting() -> Iterator[None]:
    ExchangeMachine.steps = 0
    yield
    sys.stdout.write(f"\nexchange machine: {ExchangeMachine.steps} steps\n")


def test_offices_agree_whatever_happens_to_their_packages(counting: None) -> None:
    run_state_machine_as_test(ExchangeMachine, settings=SHORT)


@pytest.mark.long
def test_offices_agree_after_very_many_steps(counting: None) -> None:
    run_state_machine_as_test(ExchangeMachine, settings=LONG)
    assert ExchangeMachine.steps >= GOAL
