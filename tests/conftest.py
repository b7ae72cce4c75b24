"""What holds for every test: no screen, not the user's own folders, no surprise in the log."""

import logging
import os
import sys
from collections.abc import Iterator

if sys.platform != "win32":  # which has fonts for its own windows only
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

settings.register_profile("short", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", help="also run tests marked long, and search longer"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes minutes; runs with --long only")
    settings.load_profile("long" if config.getoption("--long") else "short")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    postponed = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=postponed)
    items[:] = [item for item in items if item not in postponed]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests measured of themselves, such as the steps of the exchange machine."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                terminalreporter.write_line(f"{report.nodeid}: {value} {name}")


collect_ignore = ["bench"] if sys.platform == "win32" else []
"""Speed is measured against what only Unix tells of processes."""


class _Warnings(logging.Handler):
    """Keeps what is logged from warnings upward."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's settings and default data folder out of the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(autouse=True)
def no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which a warning is logged, unless it asks for `caplog` to check it."""
    warnings = _Warnings()
    root = logging.getLogger()
    root.addHandler(warnings)
    yield
    root.removeHandler(warnings)
    if warnings.found and "caplog" not in request.fixturenames:
        pytest.fail("unexpected in the log:\n" + "\n".join(warnings.found))
