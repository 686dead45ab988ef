"""Browser tests run in the system's Chromium; without one they are skipped, or fail where they are required."""

import os
import shutil
from collections.abc import Generator

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def _executable() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run; with ENTREPOT_REQUIRE_BROWSER=1 (as in CI) let it run and fail at its fixture."""
    if _executable() or os.environ.get("ENTREPOT_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def chromium_executable() -> str:
    """The browser to hand to Playwright as `executable_path`."""
    path = _executable()
    if path is None:
        pytest.fail("Chromium is not installed, and ENTREPOT_REQUIRE_BROWSER=1 asks for it")
    return path


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where browser tests are required, one that skips itself has failed."""
    report = yield
    if (
        report.skipped
        and item.get_closest_marker("browser")
        and os.environ.get("ENTREPOT_REQUIRE_BROWSER") == "1"
    ):
        report.outcome = "failed"
        report.longrepr = f"A browser test was skipped where it is required: {report.longrepr}"
    return report
