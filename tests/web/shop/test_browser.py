"""The buyer's pages in a real browser, on a phone, in both languages: clean under axe and never wider than the screen."""

import os
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.plugins.browser import Chromium
from tests.web.axe import bring, settle, violations
from tests.web.shop.buyer import ADDRESS, AMERICAN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def look_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open."""
    settle(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    wrong = [f"{name}: {rule['id']} {rule['nodes'][0]['html'][:90]}" for rule in violations(page)]
    return wrong + ([f"{name}: wider than the screen"] if wide else [])


def fill_in(page: Page, chinese: bool) -> None:
    """The checkout's form, as a person fills it in: the lists of places come one after the other."""
    given = ADDRESS if chinese else AMERICAN
    page.fill("#id_email", "li@example.com")
    for field in ("name", "phone", "lines", "postal_code"):
        page.fill(f"#id_{field}", given[field])
    if chinese:
        with page.expect_response("**/account/places/**"):
            page.select_option("#id_region", given["region"])
        page.select_option("#id_district", given["district"])
        page.fill("#id_id_number", given["id_number"])
        page.check("#id_accepts_notice")
        page.check("#id_consents_to_id")
    else:
        page.select_option("#id_region", given["region"])
        page.fill("#id_city", given["city"])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_product_to_the_purchase_on_a_phone(
    language: str,
    shop: SimpleNamespace,
    live_server: Any,
    chromium: Chromium,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    base, found = f"{live_server.url}/{language}", []
    with chromium.opened() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844})
        bring(context)
        page = context.new_page()
        for name, path in (
            ("home", "/"),
            ("search", "/search/"),
            ("shop", "/shops/bo/"),
            ("how", "/how-it-works/"),
        ):
            page.goto(base + path)
            found += look_at(page, name)
        page.goto(f"{base}/goods/{shop.honey.product_id}/")
        found += look_at(page, "product")
        page.locator(".buybar button").click()
        page.wait_for_url("**/cart/")
        found += look_at(page, "cart")
        page.locator(".buybar a").click()
        page.wait_for_url("**/checkout/")
        found += look_at(page, "checkout")
        fill_in(page, language == "zh-hans")
        page.locator(".buybar button").click()
        page.wait_for_url("**/checkout/price/")
        found += look_at(page, "price")
        page.locator(".buybar button").click()
        page.wait_for_url("**/purchases/**")
        found += look_at(page, "purchase")
    assert found == []
