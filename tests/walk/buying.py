"""A buyer's part of the walk, in Chinese on a phone: searching, a cart of two shops, one final price, paying, receiving."""

import re
import time
from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import Locator, Page, expect

from tests.market import ID_NUMBER, SHANGHAI
from tests.walk.looking import Looker

_AMOUNT = re.compile(r"[−-]?¥\s*[\d,]+\.\d\d")
#: The last sign is the check digit: this number is nobody's.
WRONG_ID_NUMBER = ID_NUMBER[:-1] + "1"


@dataclass(frozen=True)
class Costs:
    """What the page itemises: (label, amount) of each part, and the total."""

    parts: dict[str, Decimal]
    total: Decimal


def amount(text: str) -> Decimal:
    """`¥1,766.33` as a number."""
    found = _AMOUNT.findall(text)
    assert len(found) == 1, text
    return Decimal(re.sub(r"[¥,\s]", "", found[0]).replace("−", "-"))


def itemised(costs: Locator) -> Costs:
    """A cost breakdown; whatever opens must open to lines that make its amount."""
    parts = {}
    for row in costs.locator(".costs-row").all():
        label, own = row.locator(".costs-label").first, row.locator(".costs-amount").first
        written = amount(own.text_content() or "")
        lines = [
            amount(each.text_content() or "") for each in row.locator(".costs-lines .costs-amount").all()
        ]
        assert not lines or sum(lines) == written, row.text_content()
        parts[(label.text_content() or "").split()[0]] = written
    return Costs(parts, amount(costs.locator(".costs-total .costs-amount").text_content() or ""))


def find(page: Page, words: str, title: str) -> None:
    """Search until the index has it, and open the product."""
    until = time.monotonic() + 20
    page.goto("")
    while True:
        page.locator("#site-search").fill(words)
        page.locator("#site-search").press("Enter")
        page.wait_for_url("**/search/**")
        link = page.locator("main").get_by_role("link", name=title)
        if link.count() or time.monotonic() > until:
            link.first.click()
            break
    expect(page.locator("h1")).to_have_text(title)


def put_in(page: Page) -> None:
    page.locator(".buybar button").click()
    page.wait_for_url("**/cart/")


def to_the_price(page: Page, looker: Looker) -> Costs:
    """The checkout's form, first with an identity number that cannot be, then right."""
    page.locator(".buybar a").click()
    page.wait_for_url("**/checkout/")
    looker.look_around(page, "checkout")
    page.fill("#id_email", "li@example.com")
    for name in ("name", "phone", "postal_code"):
        page.fill(f"#id_{name}", SHANGHAI[name])
    page.fill("#id_lines", SHANGHAI["lines"][0])
    with page.expect_response("**/account/places/**"):
        page.select_option("#id_region", "上海市")
    expect(page.locator("#id_city")).to_have_value("上海市")
    page.select_option("#id_district", "黄浦区")
    page.fill("#id_id_number", WRONG_ID_NUMBER)
    page.check("#id_accepts_notice")
    page.check("#id_consents_to_id")
    page.locator(".buybar button").click()
    expect(page.locator("#id_id_number_error")).to_be_visible()
    expect(page.locator("#id_district")).to_have_value("黄浦区")
    looker.look(page, "checkout with a wrong identity number")
    page.fill("#id_id_number", ID_NUMBER)
    page.locator(".buybar button").click()
    expect(page.locator("h1")).to_have_text("您的最终价格")
    expect(page.locator(".rate-note")).to_contain_text("1 USD = 7.1 CNY")
    expect(page.locator(".rate-note")).to_contain_text("此价格和汇率有效至")
    looker.look(page, "final price")
    return itemised(page.locator(".costs").first)


def pay_with(page: Page, card: str) -> None:
    page.get_by_label(card).check()
    page.locator(".buybar button").click()


def be_declined(page: Page, looker: Looker) -> None:
    """A card that is declined costs nothing, and nothing has to be typed again."""
    pay_with(page, "测试卡：支付被拒")
    expect(page.get_by_role("alert")).to_contain_text("未扣款")
    looker.look(page, "declined")
    kept = {
        "email": "li@example.com",
        "name": SHANGHAI["name"],
        "region": "上海市",
        "district": "黄浦区",
        "lines": SHANGHAI["lines"][0],
        "id_number": ID_NUMBER,
    }
    for name, value in kept.items():
        assert page.locator(f"#id_{name}").input_value() == value, name
    assert page.locator("#id_consents_to_id").is_checked()


def confirm_at_the_provider(page: Page, looker: Looker) -> None:
    """Confirm the payment where the provider asks, and come back to a purchase that is paid."""
    pay_with(page, "测试钱包：需要您确认")
    page.wait_for_url("**/zh-hans/sandbox/**")
    looker.look(page, "provider")
    page.get_by_role("button", name="确认支付").click()
    page.wait_for_url("**/zh-hans/purchases/**")
    expect(page.get_by_role("heading", name="付款明细")).to_be_visible()


def order_numbers(page: Page) -> dict[str, str]:
    """The order of each shop, by the shop's name."""
    found = {}
    for card in page.locator("main article.card").all():
        number = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}", card.locator("p.muted").first.inner_text())
        assert number
        found[card.locator("h2").inner_text().strip()] = number[0]
    return found


def receive(page: Page, number: str, looker: Looker) -> None:
    page.goto(f"orders/{number}/receipt/")
    looker.look(page, "receipt")
    page.get_by_role("button", name="已收到货，付款给商家").click()
    page.wait_for_url("**/zh-hans/purchases/**")
