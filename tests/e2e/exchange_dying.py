"""The power fails in the middle of some work."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from unittest.mock import patch

from db import imports
from ntm_desktop.domain.progress import CancelledError
from tests.e2e.exchange_world import Image, Pc, World

LAST = 4
"""Stands for the moment when all is written and nothing committed."""


class Dying:
    """Keeps the disk as it is at the n-th step of some work, and ends that work."""

    def __init__(self, world: World, pc: Pc, left: int) -> None:
        self.image: Image | None = None
        self._world, self._pc, self._left = world, pc, left

    def step(self, phase: str, done: int, total: int) -> None:
        self._left -= 1
        if self._left < 0:
            self._die()

    def _die(self) -> None:
        self.image = self._world.image(self._pc)
        raise CancelledError

    @contextmanager
    def in_transaction(self) -> Iterator[None]:
        """Die once an import is entered, before that is committed."""
        enter = imports.enter

        def entering(*given: Any, **named: Any) -> int:
            enter(*given, **named)
            self._die()
            raise AssertionError

        with patch.object(imports, "enter", entering):
            yield

    @contextmanager
    def survived(self) -> Iterator[None]:
        with suppress(CancelledError):
            yield
