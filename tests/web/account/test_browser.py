"""The account and approval pages in a real browser: clean under axe, in both languages, on a phone and wide."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from entrepot.identity import keying, saving
from entrepot.identity.models import Business, Person
from entrepot.kit.actor import Actor
from entrepot.merchants import applying
from tests.identity.conftest import as_actor
from tests.market import SHANGHAI
from tests.plugins.browser import Chromium
from tests.web.axe import bring, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRANCE = ["login/", "signup/", "password/reset/", "confirm-email/", "mailbox/"]
INSIDE = [
    "",
    "profile/",
    "addresses/",
    "addresses/new/",
    "businesses/",
    "businesses/new/",
    "keys/",
    "email/",
    "password/change/",
]


def session_of(person: Person) -> str:
    """The cookie that signing in sets."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.cookies["sessionid"].value


def enter(context: BrowserContext, session: str, url: str) -> None:
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])


def faults(page: Page, url: str) -> list[str]:
    """What axe finds on the page, and whether it is wider than the screen."""
    page.goto(url)
    found = [f"{url}: {rule['id']} {rule['nodes'][0]['html'][:120]}" for rule in violations(page)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{url}: wider than the screen")
    return found


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh-hans", 390)])
def test_pages_are_clean(
    language: str,
    width: int,
    live_server: Any,
    settings: Any,
    chromium: Chromium,
    anna: Person,
    cleo: Actor,
    bakery: Business,
) -> None:
    settings.DEMO = True
    saving.keep_address(values=SHANGHAI, by=as_actor(anna))
    keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(anna))
    application = applying.apply(bakery.pk, name="Rye & Co", slug="rye-and-co", by=as_actor(anna))
    business = f"businesses/{bakery.pk}/"
    account, operator = f"{live_server.url}/{language}/account/", f"{live_server.url}/{language}/operator/"
    annas, cleos = session_of(anna), session_of(Person.objects.get(pk=cleo.id))
    with chromium.opened() as browser:
        context = browser.new_context(viewport={"width": width, "height": 900})
        bring(context)
        page = context.new_page()
        found = [fault for path in ENTRANCE for fault in faults(page, account + path)]
        enter(context, annas, live_server.url)
        for path in (*INSIDE, business, f"{business}members/", f"{business}application/"):
            found += faults(page, account + path)
        enter(context, cleos, live_server.url)
        for path in ("applications/", f"applications/{application.pk}/", "merchants/"):
            found += faults(page, operator + path)
    assert found == []


def choose(page: Page, label: str, value: str) -> None:
    """Choose, and wait as a person does until the lists that follow from it are there."""
    with page.expect_response("**/account/places/**"):
        page.get_by_label(label).select_option(value)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def test_lists_of_places_follow_at_once(live_server: Any, chromium: Chromium, anna: Person) -> None:
    annas = session_of(anna)
    with chromium.opened() as browser:
        context = browser.new_context()
        enter(context, annas, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/en/account/addresses/new/")
        choose(page, "Country", "CN")
        choose(page, "Province", "河北省")
        choose(page, "City", "石家庄市")
        page.get_by_label("District").select_option("长安区")
        page.get_by_label("Recipient's full name").fill("王小明")
        page.get_by_label("Mobile number").fill("13800138000")
        page.get_by_label("Street and house number").fill("中山路1号")
        page.get_by_label("Postal code").fill("050011")
        expect(page.get_by_label("Identity card number")).to_be_visible()
        page.get_by_role("button", name="Keep this address").click()
        expect(page.get_by_text("河北省石家庄市长安区中山路1号")).to_be_visible()


def test_without_scripts_a_button_brings_them(live_server: Any, chromium: Chromium, anna: Person) -> None:
    annas = session_of(anna)
    with chromium.opened() as browser:
        context = browser.new_context(java_script_enabled=False)
        enter(context, annas, live_server.url)
        page = context.new_page()
        page.goto(f"{live_server.url}/zh-hans/account/addresses/new/")
        page.get_by_label("省份").select_option("上海市")
        page.get_by_role("button", name="显示可选地区").click()
        page.get_by_label("区县").select_option("黄浦区")
        assert page.get_by_label("城市").input_value() == "上海市"
