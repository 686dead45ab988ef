"""Looking at a page as its reader does: in both languages, on a phone, with axe."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import sync_playwright


def complaints(site: str, path: str, *, reader: Client, executable: str) -> list[str]:
    """What axe finds on a page (its address begins with a language), and whether it is wider than a phone.

    Everything that opens is opened first.
    """
    session = {"name": "sessionid", "value": reader.cookies["sessionid"].value, "url": site}
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for language in ("en", "zh-hans"):
            context = browser.new_context(viewport={"width": 390, "height": 844})
            context.add_cookies([session])  # type: ignore[list-item]  # a cookie as Playwright reads it
            page = context.new_page()
            answer: Any = page.goto(f"{site}/{language}/{path}")
            if answer.status != 200:
                found.append(f"{language}: {answer.status}")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{language}: wider than the screen")
            found += [f"{language}: {rule['id']}" for rule in Axe().run(page).response["violations"]]
            context.close()
        browser.close()
    return found
