"""The style guide in a real browser: clean under axe, nothing wider than the screen, no word from the console."""

from typing import Any

import pytest

from tests.plugins.browser import Chromium
from tests.web.axe import settle, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.look.urls"),
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_component_in_both_themes_and_widths(
    language: str, live_server: Any, settings: Any, chromium: Chromium
) -> None:
    settings.DEMO = True
    found: list[str] = []
    said: list[str] = []
    with chromium.opened() as browser:
        page = browser.new_page(viewport={"width": 390, "height": 900}, color_scheme="light")
        page.on("console", lambda message: message.type == "error" and said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/{language}/styleguide/")
        for theme, width in (("light", 390), ("light", 1280), ("dark", 1280), ("dark", 390)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"{theme} {width}: wider than the screen")
            found += [
                f"{theme} {width}: {text}" for text in said
            ]  # before axe, which itself tries what the policy refuses
            found += [f"{theme} {width}: {rule['id']}" for rule in violations(page)]
            said.clear()
    assert found == []


def test_without_scripts_everything_opens(live_server: Any, settings: Any, chromium: Chromium) -> None:
    settings.DEMO = True
    with chromium.opened() as browser:
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{live_server.url}/en/styleguide/?toasts")
        page.locator("details.costs-row").first.click()
        assert page.get_by_text("2 × ¥600.00").is_visible()
        assert page.locator(".toast-error").is_visible()
        assert not page.locator(".quantity-step").first.is_visible()
        page.locator("[commandfor=sample-dialog]").first.click()
        assert page.locator("#sample-dialog").is_visible()


def test_the_stepper_counts_within_its_bounds(live_server: Any, settings: Any, chromium: Chromium) -> None:
    settings.DEMO = True
    with chromium.opened() as browser:
        page = browser.new_page()
        page.goto(f"{live_server.url}/en/styleguide/")
        quantity = page.get_by_label("Quantity")
        for _press in range(3):
            page.get_by_label("One less").click()
        assert quantity.input_value() == "1"
        page.get_by_label("One more").click()
        assert quantity.input_value() == "2"
