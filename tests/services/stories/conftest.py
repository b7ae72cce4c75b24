from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.exchange_offices import quick
from tests.services.stories.telling import Story


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with quick():
        told = Story(tmp_path)
        yield told
        for pc in told.world.pcs.values():
            pc.work.close()
