"""Looking at a page as its reader does: in both languages, on a phone, with axe."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page

from tests.plugins.browser import Chromium

#: Pictures that come late, and transitions, would be seen half done. No longer than it takes a person to see that nothing comes.
_SETTLED = """() => {
    document.querySelectorAll('img').forEach(each => each.loading = 'eager');
    const things = [...document.images].map(each => each.decode())
        .concat(document.getAnimations()
            .filter(each => each.effect.getComputedTiming().endTime !== Infinity)
            .map(each => each.finished));
    return Promise.race([Promise.allSettled(things), new Promise(done => setTimeout(done, 2000))]).then(() => true);
}"""


def settle(page: Page) -> None:
    """Wait until what is loading or moving has come to rest."""
    page.wait_for_load_state()
    page.evaluate(_SETTLED)


def complaints(site: str, *paths: str, reader: Client, chromium: Chromium) -> list[str]:
    """What axe finds on pages (their addresses begin with a language), and whether they are wider than a phone.

    Everything that opens is opened first.
    """
    session = {"name": "sessionid", "value": reader.cookies["sessionid"].value, "url": site}
    found = []
    with chromium.opened() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        context.add_cookies([session])  # type: ignore[list-item]  # a cookie as Playwright reads it
        page = context.new_page()
        for where in (f"{language}/{path}" for path in paths for language in ("en", "zh-hans")):
            answer: Any = page.goto(f"{site}/{where}")
            if answer.status != 200:
                found.append(f"{where}: {answer.status}")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{where}: wider than the screen")
            found += [f"{where}: {rule['id']}" for rule in Axe().run(page).response["violations"]]
    return found
