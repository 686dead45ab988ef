"""A merchant's part of the walk: an account, a business, a catalogue out of a file, goods put on sale, orders, a statement."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.walk.looking import Looker
from tests.walk.marketplace import OPERATOR, PASSWORD


@dataclass(frozen=True)
class Shop:
    """A small American business that opens a shop."""

    email: str
    legal_name: str
    name: str
    slug: str


@dataclass(frozen=True)
class Good:
    """What a product of a file is made: its name there, and what is filled in."""

    title: str
    title_zh: str
    hs_words: str
    hs8: str
    net: tuple[str, str]
    weight_grams: str
    stock: str
    price: str


def fill(page: Page, **values: str) -> None:
    """Type into the fields of these names."""
    for name, value in values.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def press(page: Page, name: str) -> None:
    """Press the page's one button of this name."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def told(page: Page, sentence: str) -> None:
    """The page says so after the deed."""
    expect(page.locator("#toasts")).to_contain_text(sentence)


def sign_up(page: Page, shop: Shop) -> None:
    page.goto("account/signup/")
    fill(page, email=shop.email, password1=PASSWORD)
    press(page, "Create the account")
    page.goto("account/mailbox/")
    page.locator("article", has_text=shop.email).first.locator("a[href*='confirm-email']").click()
    press(page, "Yes, confirm")
    page.wait_for_url("**/en/account/**")


def sign_in(page: Page, email: str) -> None:
    page.goto("account/login/")
    fill(page, login=email, password=PASSWORD)
    press(page, "Sign in")
    page.wait_for_url("**/en/account/")


def ask_to_sell(page: Page, shop: Shop, looker: Looker) -> None:
    page.goto("account/businesses/new/")
    fill(page, legal_name=shop.legal_name, street="412 Lazelle Street", city="Columbus")
    fill(page, region="OH", postal_code="43215")
    press(page, "Open the business")
    page.locator("main").get_by_role("link", name="Ask to sell").click()
    fill(page, trade="Things for the home")
    page.locator("#id_name").fill(shop.name)
    with page.expect_response("**/account/businesses/slug/**"):
        page.locator("#id_name").blur()
    expect(page.locator("#id_slug")).to_have_value(shop.slug)
    looker.look(page, "ask to sell")
    press(page, "Ask to sell")
    told(page, "We look at it and write to you.")


def approve(looker: Looker, shops: list[Shop]) -> None:
    """The operator, in a window of her own."""
    with looker.person("en", width=1280) as page:
        sign_in(page, OPERATOR)
        for shop in shops:
            page.goto("operator/applications/")
            page.get_by_role("link", name=shop.name).click()
            looker.look(page, "application")
            press(page, "Approve: let it sell")
            told(page, "the shop is open")


def upload(page: Page, shop: Shop, file: Path) -> dict[str, int]:
    """Upload a product file and wait for its report; the four counts."""
    page.goto(f"merchant/{shop.slug}/imports/")
    page.locator("#id_file").set_input_files(file)
    press(page, "Upload and import")
    page.wait_for_url(re.compile("/imports/[0-9a-f-]{36}/"))
    # A bar with its numbers, until the report stands in its place.
    expect(page.locator("#import progress, #import .stat").first).to_be_visible()
    expect(page.locator("#import .stat")).to_have_count(4, timeout=30_000)
    labels = page.locator("#import .stat-label").all_inner_texts()
    return dict(zip(labels, map(int, page.locator("#import .stat-value").all_inner_texts()), strict=True))


def read_report(page: Page) -> list[dict[str, str]]:
    """The report as it is downloaded."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the report (CSV)").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def open_product(page: Page, shop: Shop, title: str) -> None:
    page.goto(f"merchant/{shop.slug}/products/")
    page.locator("main [name=q]").fill(title)
    press(page, "Find")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_have_text(title)


def missing(page: Page) -> list[str]:
    """What the page says is still to do."""
    return page.locator("aside .todo-list a").all_inner_texts()


def make_ready(page: Page, shop: Shop, good: Good) -> None:
    """Fill in what a sale to China asks; the page of the product is open."""
    page.get_by_role("link", name="Find the HS code by words").click()
    page.locator("main [name=q]").fill(good.hs_words)
    press(page, "Find")
    press(page, f"Choose {good.hs8}")
    told(page, "The HS code is kept.")
    fill(page, title_zh=good.title_zh, origin="US", net_content=good.net[0], net_unit=good.net[1])
    press(page, "Save")
    told(page, "Saved.")
    write_line(page, weight_grams=good.weight_grams, quantity=good.stock, price=good.price)
    assert page.locator("main [name=hs8]").input_value() == good.hs8


def write_line(page: Page, **values: str) -> None:
    """Write the product's first variant."""
    for name, value in values.items():
        page.locator(f"#variants [name$='-{name}']").first.fill(value)
    press(page, "Save prices and stock")
    told(page, "Prices, weights and counts are saved.")


def set_freight(page: Page, shop: Shop) -> None:
    page.goto(f"merchant/{shop.slug}/freight/")
    card = page.locator("section.card", has=page.locator("[name=country][value=CN]"))
    values = {
        "first": "12.00",
        "first_grams": "1000",
        "step": "5.00",
        "step_grams": "500",
        "days_min": "9",
        "days_max": "16",
    }
    for name, value in values.items():
        card.locator(f"[name=CN-{name}]").fill(value)
    card.get_by_role("button", name="Save the freight").click()
    expect(card).to_contain_text("You send there")


def publish(page: Page, shop: Shop, title: str) -> None:
    open_product(page, shop, title)
    press(page, "Put it on sale")
    told(page, "It is on sale.")


def add_pictures(page: Page) -> None:
    """A real picture, and something that only calls itself one."""
    page.locator("#id_file").set_input_files(
        {"name": "notes.jpg", "mimeType": "image/jpeg", "buffer": b"weights and prices"}
    )
    press(page, "Add the picture")
    expect(page.locator("#id_file_error")).to_be_visible()
    content = io.BytesIO()
    Image.new("RGB", (900, 900), (216, 160, 82)).save(content, "PNG")
    page.locator("#id_file").set_input_files(
        {"name": "candle.png", "mimeType": "image/png", "buffer": content.getvalue()}
    )
    fill(page, alt="A candle", alt_zh="一支蜡烛")
    press(page, "Add the picture")
    told(page, "The picture is added.")


def ship(page: Page, shop: Shop, number: str, looker: Looker) -> None:
    """The order is packed and handed over; the first news of the parcel is written."""
    page.goto(f"merchant/{shop.slug}/orders/")
    page.get_by_role("link", name=number).click()
    looker.look_around(page, "order to ship")
    fill(page, carrier="USPS", tracking_number="LX123456785US")
    press(page, "The goods have left")
    told(page, "Shipped.")
    fill(page, status="customs", place="上海", note="Cleared this afternoon")
    press(page, "Tell the buyer")
    told(page, "The buyer sees it at once.")
