"""Browser tests run in the system's Chromium; without one they are skipped, or fail where they are required."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

#: The shell is the same browser without a window that nobody sees: it opens pages in half the time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def _executable() -> str | None:
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what cannot run; with ENTREPOT_REQUIRE_BROWSER=1 (as in CI) let it run and fail at its fixture."""
    if _executable() or os.environ.get("ENTREPOT_REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


class Chromium:
    """One browser for all tests of this process: to start one takes longer than to look at a page.

    Pages are drawn without the graphics card that is not there: a program that does as if costs more than the pages.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @contextlib.contextmanager
    def opened(self) -> "Iterator[Browser]":
        """The browser, with nothing remembered.

        While it is open this thread cannot ask the database, so whatever is needed is made before.
        """
        browser = self._started()
        try:
            yield browser
        finally:
            for context in browser.contexts:
                context.close()
            # Playwright leaves its loop running in this thread, and no test may find that it is inside of one.
            asyncio._set_running_loop(None)

    def _started(self) -> "Browser":
        from playwright.sync_api import sync_playwright  # half a second, which most runs have no use for

        if self._playwright is None:
            self._playwright = sync_playwright().start()
            self._loop = asyncio.get_running_loop()
        asyncio._set_running_loop(self._loop)
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._playwright.chromium.launch(
                executable_path=self._path, args=["--no-sandbox", "--disable-gpu"]
            )
        return self._browser

    def close(self) -> None:
        """End it, and what drives it."""
        if self._playwright is not None:
            asyncio._set_running_loop(self._loop)
            self._playwright.stop()
            asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The browser of this process, started when the first test opens it."""
    path = _executable()
    if path is None:
        pytest.fail("Chromium is not installed, and ENTREPOT_REQUIRE_BROWSER=1 asks for it")
    found = Chromium(path)
    yield found
    found.close()


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
