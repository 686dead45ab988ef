"""The merchant's catalogue in a real browser: clean under axe, no wider than the screen, an import's bar that moves by itself."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from entrepot.catalog.importing import running
from entrepot.catalog.picturing import add_picture
from entrepot.catalog.tiering import set_tiers
from entrepot.kit.actor import SYSTEM
from tests.plugins.browser import Chromium
from tests.web.account.test_browser import enter, faults
from tests.web.axe import bring
from tests.web.merchant import desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = (
    "Handle,Title,Option1 Name,Option1 Value,Variant Grams,Variant Inventory Qty,Variant Price\n"
    "cup,Tea cup,Size,Small,210,4,18\ncup,,,Large,300,2,22\nbowl,Bowl,Title,Default Title,0,1,dear\n"
)


def imported(shop: Any, tmp_path: Path) -> str:
    path = tmp_path / "goods.csv"
    path.write_text(FILE)
    with path.open("rb") as file:
        run = running.ask(shop.bo.pk, file=file, file_name="goods.csv", by=SYSTEM)
    running.run_here(run.pk)
    return str(run.pk)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_pages_are_clean(
    language: str, width: int, live_server: Any, chromium: Chromium, tmp_path: Path
) -> None:
    shop = desk.shop()
    run = imported(shop, tmp_path)
    add_picture(shop.mug.pk, file=desk.photo().read(), alt="A mug", alt_zh="陶杯", by=SYSTEM)
    set_tiers(shop.plain.pk, tiers=[(10, "22"), (50, "19.50")], by=SYSTEM)
    cup = shop.bo.products.get(source_key="cup")
    session = shop.client.cookies["sessionid"].value
    product = f"bo/products/{shop.mug.pk}/"
    pages = [
        "bo/",
        "bo/products/",
        "bo/products/new/",
        product,
        f"bo/products/{cup.pk}/",
        f"{product}hs-code/",
    ]
    pages += [
        f"{product}variants/{shop.plain.pk}/price-steps/",
        f"{product}variants/{shop.plain.pk}/withdrawal/",
    ]
    pages += ["bo/imports/", f"bo/imports/{run}/", "bo/freight/", "bo/storefront/"]
    found = []
    with chromium.opened() as browser:
        context = browser.new_context(viewport={"width": width, "height": 900})
        bring(context)
        enter(context, session, live_server.url)
        page = context.new_page()
        for path in pages:
            found += faults(page, f"{live_server.url}/{language}/merchant/{path}")
            if folder := os.environ.get("DESK_SHOTS"):
                name = path.replace(str(shop.mug.pk), "mug").replace(str(cup.pk), "cup").replace(run, "run")
                name = name.replace(str(shop.plain.pk), "v").strip("/").replace("/", "-")
                page.screenshot(path=f"{folder}/{language}-{width}-{name}.png", full_page=True)
    assert found == []


def test_an_import_shows_by_itself_that_it_is_done(
    live_server: Any, chromium: Chromium, tmp_path: Path
) -> None:
    shop = desk.shop()
    path = tmp_path / "goods.csv"
    path.write_text(FILE)
    session = shop.client.cookies["sessionid"].value
    with chromium.opened() as browser:
        context = browser.new_context()
        enter(context, session, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/en/merchant/bo/imports/")
        page.get_by_label("Product file").set_input_files(path)
        page.get_by_role("button", name="Upload and import").click()
        expect(page.get_by_text("Waiting for its turn").first).to_be_visible()
        _in_a_thread(running.run_next)
        expect(page.get_by_text("“dear” is not a price in USD.")).to_be_visible(timeout=10_000)
        expect(page.get_by_role("link", name="Download the report (CSV)")).to_be_visible()


def _in_a_thread(call: Any) -> None:
    """What the worker does, beside the browser's own loop."""
    import threading

    from django.db import connections

    def run() -> None:
        try:
            call()
        finally:
            connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join(30)
