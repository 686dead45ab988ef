"""Looking at a page as its reader does: in both languages, on a phone, with axe."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from django.test import Client
from playwright.sync_api import BrowserContext, Page

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

#: axe parses the few colours of a page a thousand times, a third of its time; here each is parsed once.
_AXE = (
    Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
    + """;(() => {
    const colour = axe.commons.color.Color.prototype, parse = colour.parseString, known = new Map();
    colour.parseString = function (text) {
        const found = known.get(text);
        if (found) return Object.assign(this, found);
        parse.call(this, text);
        known.set(text, {r: this.r, g: this.g, b: this.b, alpha: this.alpha});
        return this;
    };
})();"""
)
_LOOK = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def bring(context: BrowserContext) -> None:
    """Have axe in every page of the context as it loads: the browser then reads it once, and not anew in each of them."""
    context.add_init_script(_AXE)


def violations(page: Page) -> list[dict[str, Any]]:
    """The rules that the page breaks as it stands, each with its nodes."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_AXE)
    found: list[dict[str, Any]] = page.evaluate(_LOOK)
    return found


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
        bring(context)
        context.add_cookies([session])  # type: ignore[list-item]  # a cookie as Playwright reads it
        page = context.new_page()
        for where in (f"{language}/{path}" for path in paths for language in ("en", "zh-hans")):
            answer: Any = page.goto(f"{site}/{where}")
            if answer.status != 200:
                found.append(f"{where}: {answer.status}")
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{where}: wider than the screen")
            found += [f"{where}: {rule['id']}" for rule in violations(page)]
    return found
