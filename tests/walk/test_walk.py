"""The main job from end to end, by browser: a real product file, sold to Shanghai, received, audited."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.plugins.browser import Chromium
from tests.walk import buying, selling
from tests.walk.looking import DESK, PHONE, Looker
from tests.walk.marketplace import OPERATOR, Marketplace, opened
from tests.walk.selling import Good, Shop

pytestmark = pytest.mark.browser

#: Exports of real shops with what becomes of their rows; where those are not at hand, small ones of the same make.
SHARED = Path(__file__).parents[3] / "shared" / "data" / "merchant_csv"
OWN = Path(__file__).parent / "files"
FILES, SHOPIFY_ROWS, WOOCOMMERCE_ROWS = (SHARED, 21, (25, 21, 4)) if SHARED.is_dir() else (OWN, 3, (3, 2, 1))
HOME = Shop("hanna@lazelle.example", "Lazelle Home LLC", "Lazelle Home", "lazelle-home")
WEAR = Shop("wes@short-north.example", "Short North Wear LLC", "Short North Wear", "short-north-wear")
CANDLE = Good("Vanilla candle", "香草大豆蜡烛", "candles", "34060000", ("200", "g"), "350", "6", "15.99")
SHIRT = Good("T-Shirt", "纯棉短袖上衣", "t-shirts cotton", "61091000", ("1", "piece"), "250", "9", "18.00")
CUSTOMS_ASKS = {
    "Give it a name in Chinese.",
    "Find its HS code.",
    "Say in which country it was made.",
    "Say how much is in it: its net content.",
}


@pytest.fixture(scope="module")
def marketplace() -> Iterator[Marketplace]:
    with opened() as market:
        yield market


@pytest.fixture
def looker(marketplace: Marketplace, chromium: Chromium, monkeypatch: pytest.MonkeyPatch) -> Iterator[Looker]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    with chromium.opened() as browser:
        yield Looker(browser, marketplace.url)


def test_from_a_product_file_to_a_received_parcel(marketplace: Marketplace, looker: Looker) -> None:
    with looker.person("en", width=DESK) as hanna, looker.person("en", width=DESK) as wes:
        two_shops_open(looker, hanna, wes)
        catalogues_come_from_files(looker, marketplace, hanna)
        goods_go_on_sale(looker, hanna, wes)
        with looker.person("zh-hans", width=PHONE) as li:
            orders = li_buys_of_both(looker, li)
            assert orders.keys() == {HOME.name, WEAR.name}
            selling.ship(hanna, HOME, orders[HOME.name], looker)
            li_receives(looker, li, orders[HOME.name])
        statement_explains_every_cent(looker, hanna)
    books_balance(looker, orders[HOME.name])
    audit = marketplace.run_json("audit")
    assert audit["ok"] is True, audit
    assert looker.faults == []
    assert marketplace.stop() == []


def two_shops_open(looker: Looker, hanna: Page, wes: Page) -> None:
    """Step 2, first half: accounts, confirmed by mail; businesses; the operator approves."""
    for page, shop in ((hanna, HOME), (wes, WEAR)):
        selling.sign_up(page, shop)
        selling.ask_to_sell(page, shop, looker)
    selling.approve(looker, [HOME, WEAR])


def catalogues_come_from_files(looker: Looker, marketplace: Marketplace, hanna: Page) -> None:
    """Step 2, second half: an upload in the browser, the same again, and a file of the other kind by the command."""
    file = FILES / "home-and-garden.csv"
    assert selling.upload(hanna, HOME, file) == {
        "Taken": SHOPIFY_ROWS,
        "Changed": 0,
        "Unchanged": 0,
        "Refused": 0,
    }
    looker.look_around(hanna, "import")
    assert len(selling.read_report(hanna)) == SHOPIFY_ROWS
    assert selling.upload(hanna, HOME, file) == {
        "Taken": 0,
        "Changed": 0,
        "Unchanged": SHOPIFY_ROWS,
        "Refused": 0,
    }
    imported = marketplace.run_json("import", str(FILES / "woocommerce.csv"), "--merchant", WEAR.slug)
    assert tuple(imported[name] for name in ("rows", "taken", "refused")) == WOOCOMMERCE_ROWS


def goods_go_on_sale(looker: Looker, hanna: Page, wes: Page) -> None:
    """Step 3: what is missing is seen, filled in, and the goods are published; a price is changed, a picture added."""
    for page, shop, good in ((hanna, HOME, CANDLE), (wes, WEAR, SHIRT)):
        selling.set_freight(page, shop)
        selling.open_product(page, shop, good.title)
        assert set(selling.missing(page)) >= CUSTOMS_ASKS
        selling.make_ready(page, shop, good)
        selling.publish(page, shop, good.title)
    selling.open_product(hanna, HOME, CANDLE.title)
    selling.write_line(hanna, price="14.50")
    selling.add_pictures(hanna)
    expect(hanna.locator(".page-head")).to_contain_text("Ready for China")
    assert not CUSTOMS_ASKS & set(selling.missing(hanna))
    looker.look_around(hanna, "product of the merchant")


def li_buys_of_both(looker: Looker, li: Page) -> dict[str, str]:
    """Steps 4 and 5: found in Chinese, one price that adds up, a card that is declined, a wallet that asks; orders by shop."""
    li.goto("")
    looker.look_around(li, "home")
    for good in (CANDLE, SHIRT):
        buying.find(li, good.title_zh, good.title_zh)
        if good is CANDLE:
            looker.look_around(li, "product")
        buying.put_in(li)
    expect(li.locator(".cart-line")).to_have_count(2)
    looker.look_around(li, "cart")
    costs = buying.to_the_price(li, looker)
    # 14.50 and 18.00 dollars at 7.1; two parcels of 12 dollars; seven tenths of 13 % VAT on the goods and freight of each.
    assert {name: str(part) for name, part in costs.parts.items()} == {
        "商品": "230.75",
        "运费": "170.40",
        "关税": "0.00",
        "进口增值税": "36.50",
        "消费税": "0.00",
    }
    assert sum(costs.parts.values()) == costs.total
    buying.be_declined(li, looker)
    buying.confirm_at_the_provider(li, looker)
    assert buying.itemised(li.locator(".costs").first).total == costs.total
    looker.look_around(li, "purchase")
    return buying.order_numbers(li)


def li_receives(looker: Looker, li: Page, number: str) -> None:
    """Step 6: the news of the parcel are seen, and receipt is confirmed."""
    li.reload()
    card = li.locator("article.card", has_text=number)
    expect(card).to_contain_text("LX123456785US")
    expect(card.locator(".timeline")).to_contain_text("Cleared this afternoon")
    buying.receive(li, number, looker)
    expect(li.locator("article.card", has_text=number).locator(".status").first).to_have_text("已完成")
    looker.look_around(li, "purchase received")


def statement_explains_every_cent(looker: Looker, hanna: Page) -> None:
    """Step 6: goods and freight less the commission frozen at the sale are what is payable, as the row says."""
    hanna.goto(f"merchant/{HOME.slug}/statement/CNY/")
    row = (
        hanna.locator("section", has_text="Every movement")
        .locator("tbody tr:has([data-label='Goods'])")
        .first
    )
    cells = {
        name: buying.amount(row.locator(f"[data-label='{name}']").inner_text())
        for name in ("Goods", "Freight", "Commission", "Payable")
    }
    assert {name: str(cell) for name, cell in cells.items()} == {
        "Goods": "102.95",
        "Freight": "85.20",
        "Commission": "-5.15",
        "Payable": "183.00",
    }
    assert cells["Goods"] + cells["Freight"] + cells["Commission"] == cells["Payable"]
    hanna.locator("main details > summary").first.click()
    looker.look_around(hanna, "statement")


def books_balance(looker: Looker, number: str) -> None:
    """Step 7: the operator reads the chart, this purchase's journal, and a trial balance of zero."""
    with looker.person("en", width=DESK) as cleo:
        selling.sign_in(cleo, OPERATOR)
        cleo.goto("operator/ledger/")
        expect(cleo.locator("tbody tr", has_text="2100").first).to_be_visible()
        looker.look_around(cleo, "chart of accounts")
        cleo.goto("operator/purchases/")
        selling.fill(cleo, q=number)
        selling.press(cleo, "Show its journal")
        cleo.wait_for_url("**/operator/purchases/*-*/")
        looker.look_around(cleo, "journal")
        cleo.goto("operator/ledger/trial-balance/")
        for currency in cleo.locator("main section").all():
            assert buying.amount(currency.locator("tfoot td").last.inner_text()) == 0
            expect(currency.locator(".status")).to_have_text("Balanced")
        looker.look_around(cleo, "trial balance")
