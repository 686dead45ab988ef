"""Looking at the pages of a walk: what axe, the width and the console say of each, and a picture to be looked at."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from tests.web.axe import settle, violations

PICTURES = Path(__file__).parents[1] / "screenshots"
PHONE, DESK = 390, 1280
#: Whether a person means to look: every page in both languages at both widths, with its picture.
LOOK = os.environ.get("ENTREPOT_LOOK") == "1"
_OTHER = {"en": "zh-hans", "zh-hans": "en"}


class Looker:
    """Opens pages for people, and keeps what is wrong with what they see."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.faults: list[str] = []
        self._browser = browser
        self._count = 0
        PICTURES.mkdir(exist_ok=True)

    @contextmanager
    def person(self, language: str, *, width: int) -> Iterator[Page]:
        """Somebody's own browser window, with nothing remembered."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 844 if width == PHONE else 900},
            base_url=f"{self.url}/{language}/",
            # Who works at a desk has asked for no motion, which every button would wait for; the phone shows it all.
            reduced_motion="reduce" if width == DESK else "no-preference",
            locale={"en": "en-US", "zh-hans": "zh-CN"}[language],
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        self._listen(page)
        try:
            yield page
        except BaseException:
            page.screenshot(path=PICTURES / f"walk stopped {language} {width}.png", full_page=True)
            raise
        finally:
            context.close()

    def look(self, page: Page, name: str) -> None:
        """Look at the page as it stands."""
        self._count += 1
        self._judge(page, f"{self._count:02} {name}")

    def look_around(self, page: Page, name: str) -> None:
        """Look at the address of this page on a phone in the reader's language, and on a desk in the other one.

        With ENTREPOT_LOOK=1 in both languages at both widths, with pictures in tests/screenshots for a person to see.
        """
        self._count += 1
        language = page.url.removeprefix(self.url).split("/")[1]
        other = page.context.new_page()
        self._listen(other)
        for width in (PHONE, DESK):
            other.set_viewport_size({"width": width, "height": 844 if width == PHONE else 900})
            for each in (language, _OTHER[language]):
                if LOOK or (width == PHONE) == (each == language):
                    other.goto(page.url.replace(f"{self.url}/{language}/", f"{self.url}/{each}/", 1))
                    self._judge(other, f"{self._count:02} {name} {each} {width}")
        other.close()

    def _judge(self, page: Page, name: str) -> None:
        settle(page)
        if LOOK:
            page.screenshot(path=PICTURES / f"walk {name}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{name}: {wide} px wider than the screen")
        self.faults += [
            f"{name}: {rule['id']} {node['html'][:120]}"
            for rule in violations(page)
            for node in rule["nodes"][:2]
        ]

    def _listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        page.on("response", self._answered)

    def _failed(self, error: Error) -> None:
        # A transition between two pages that the browser gave up, because the next one came too late or does without.
        if not error.message.startswith("Transition was"):
            self.faults.append(f"script: {error.message}")

    def _heard(self, message: ConsoleMessage) -> None:
        # A form that was refused answers 4xx, and the browser says so of every such answer; `_answered` judges those.
        if message.type == "error" and "the server responded with a status of" not in message.text:
            self.faults.append(f"console: {message.text} at {message.location.get('url')}")

    def _answered(self, response: Response) -> None:
        refused = response.request.method == "POST" and response.status in (402, 409, 422)
        if response.status >= 400 and not refused:
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")
