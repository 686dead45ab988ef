"""The account pages: walked like a person would, in both languages, without scripts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from entrepot.identity import joining, keying, saving
from entrepot.identity.models import ApiKey, Business, Person, PersonalRecord, SavedAddress
from entrepot.merchants.models import Application
from tests.identity.conftest import as_actor
from tests.market import SHANGHAI

type Enter = Callable[[Person], Client]

HEBEI = {
    "country": "CN",
    "name": "王小明",
    "phone": "13800138000",
    "region": "河北省",
    "city": "石家庄市",
    "district": "长安区",
    "lines": "中山路1号\n2单元301室",
    "postal_code": "050011",
    "id_number": "",
}


class TestHome:
    def test_shows_the_next_step(self, signed_in: Enter, bo: Person, anna: Person, bakery: Business) -> None:
        assert "Open a business" in signed_in(bo).get("/en/account/").content.decode()
        page = signed_in(anna).get("/zh-hans/account/").content.decode()
        assert "Rye &amp; Co LLC" in page and f"/zh-hans/account/businesses/{bakery.pk}/application/" in page

    @pytest.mark.parametrize(
        "path", ["", "profile/", "addresses/", "addresses/new/", "businesses/", "businesses/new/", "keys/"]
    )
    def test_every_page_needs_somebody_and_is_in_both_languages(
        self, signed_in: Enter, bo: Person, client: Client, path: str
    ) -> None:
        assert client.get(f"/en/account/{path}").status_code == 302
        for language in ("en", "zh-hans"):
            page = signed_in(bo).get(f"/{language}/account/{path}")
            assert page.status_code == 200 and page.content.decode().count("<h1") == 1


class TestProfile:
    def test_goes_on_in_the_language_chosen(self, signed_in: Enter, bo: Person) -> None:
        answer = signed_in(bo).post("/en/account/profile/", {"name": "波", "locale": "zh-hans"}, follow=True)
        assert answer.redirect_chain[-1][0] == "/zh-hans/account/" and "您好，波" in answer.content.decode()


class TestAddresses:
    def test_lists_follow_without_scripts(self, signed_in: Enter, bo: Person) -> None:
        browser = signed_in(bo)
        begun = HEBEI | {"city": "", "district": "", "show_places": "1"}
        page = browser.post("/zh-hans/account/addresses/new/", begun)
        text = page.content.decode()
        assert (
            page.status_code == 200
            and "石家庄市" in text
            and 'value="王小明"' in text
            and "error-summary" not in text
        )
        text = browser.post("/zh-hans/account/addresses/new/", begun | {"city": "石家庄市"}).content.decode()
        assert '<option value="长安区"' in text
        browser.post("/zh-hans/account/addresses/new/", HEBEI)
        [kept] = SavedAddress.objects.all()
        assert kept.record.content["lines"] == ["中山路1号", "2单元301室"] and kept.is_default

    def test_says_at_the_field_what_is_wrong(self, signed_in: Enter, bo: Person) -> None:
        wrong = HEBEI | {"city": "上海市", "phone": "12", "id_number": "110105194912310021"}
        page = signed_in(bo).post("/en/account/addresses/new/", wrong)
        text = page.content.decode()
        assert page.status_code == 422
        assert "This is not a city of 河北省." in text and 'href="#id_city"' in text
        assert 'href="#id_phone"' in text and 'href="#id_id_number"' in text
        assert not PersonalRecord.objects.exists()

    def test_are_shown_masked_and_erased_after_a_second_look(self, signed_in: Enter, bo: Person) -> None:
        kept = saving.keep_address(values=SHANGHAI, by=as_actor(bo))
        browser = signed_in(bo)
        page = browser.get("/en/account/addresses/").content.decode()
        assert "110***********002X" in page and "11010519491231002X" not in page
        asked = browser.get(f"/en/account/addresses/{kept.pk}/removal/").content.decode()
        assert "erased for good" in asked and "11010519491231002X" not in asked
        browser.post(f"/en/account/addresses/{kept.pk}/removal/")
        assert not SavedAddress.objects.exists()

    def test_of_others_are_not_there(self, signed_in: Enter, anna: Person, bo: Person) -> None:
        kept = saving.keep_address(values=SHANGHAI, by=as_actor(anna))
        for deed in ("removal", "default"):
            assert signed_in(bo).post(f"/en/account/addresses/{kept.pk}/{deed}/").status_code == 404
        assert SavedAddress.objects.filter(pk=kept.pk, is_default=True).exists()


class TestPlaces:
    def test_are_the_lists_of_the_place_chosen(self, client: Client) -> None:
        page = client.get("/en/account/places/", {"country": "CN", "region": "河北省"}).content.decode()
        assert '<option value="石家庄市">' in page and "<html" not in page
        municipality = client.get(
            "/en/account/places/", {"country": "CN", "region": "上海市"}
        ).content.decode()
        assert '<option value="黄浦区">' in municipality
        assert "id_district" not in client.get("/en/account/places/", {"country": "US"}).content.decode()

    def test_another_country_brings_its_own_fields(self, client: Client) -> None:
        headers: dict[str, Any] = {"HX-Request": "true", "HX-Trigger-Name": "country"}
        page = client.get(
            "/en/account/places/", {"country": "CN", "id_needed": "1"}, headers=headers
        ).content.decode()
        assert 'hx-swap-oob="true"' in page and 'name="id_number"' in page and "id_needed=1" in page
        assert (
            'name="id_number"'
            not in client.get("/en/account/places/", {"country": "US"}, headers=headers).content.decode()
        )


class TestBusinesses:
    def test_is_opened_and_asks_to_sell(self, signed_in: Enter, bo: Person) -> None:
        browser = signed_in(bo)
        house = {
            "legal_name": "Bo LLC",
            "street": "2 Elm St",
            "city": "Dayton",
            "region": "OH",
            "postal_code": "45402",
        }
        opened = browser.post("/en/account/businesses/new/", house | {"country": "US"}, follow=True)
        assert "Ask to sell" in opened.content.decode()
        business = Business.objects.get()
        form = {"name": "Bo's Honey", "slug": "", "trade": "Honey", "currency": "USD"}
        asked = browser.post(f"/en/account/businesses/{business.pk}/application/", form, follow=True)
        assert "Awaiting approval" in asked.content.decode()
        assert Application.objects.get().slug == "bos-honey"
        again = browser.post(f"/en/account/businesses/{business.pk}/application/", form)
        assert again.status_code == 422 and "has applied already" in again.content.decode()

    def test_the_address_is_suggested_from_the_name(self, client: Client) -> None:
        page = client.get(
            "/en/account/businesses/slug/", {"name": "Blue Ridge Clay", "slug": ""}
        ).content.decode()
        assert 'value="blue-ridge-clay"' in page
        kept = client.get(
            "/en/account/businesses/slug/", {"name": "Blue Ridge Clay", "slug": "clay"}
        ).content.decode()
        assert 'value="clay"' in kept

    def test_of_others_is_not_there(self, signed_in: Enter, bo: Person, bakery: Business) -> None:
        for path in ("", "application/", "members/"):
            assert signed_in(bo).get(f"/en/account/businesses/{bakery.pk}/{path}").status_code == 404


class TestMembers:
    def test_join_change_and_leave(
        self, signed_in: Enter, anna: Person, bo: Person, bakery: Business
    ) -> None:
        browser = signed_in(anna)
        path = f"/en/account/businesses/{bakery.pk}/members/"
        page = browser.post(path, {"email": bo.email, "role": "packer"}, follow=True).content.decode()
        assert "bo@example.com" in page
        member = bakery.members.get(person=bo)
        browser.post(f"/en/account/members/{member.pk}/role/", {"role": "accountant"})
        member.refresh_from_db()
        assert member.role == "accountant"
        signed_in(bo).post(f"/en/account/members/{member.pk}/removal/")
        assert bakery.members.count() == 1

    def test_the_last_owner_stays(self, signed_in: Enter, anna: Person, bakery: Business) -> None:
        owner = bakery.members.get()
        page = signed_in(anna).post(f"/en/account/members/{owner.pk}/removal/", follow=True).content.decode()
        assert "needs at least one owner" in page and bakery.members.get() == owner

    def test_a_packer_sees_and_changes_nothing(
        self, signed_in: Enter, anna: Person, bo: Person, bakery: Business
    ) -> None:
        joining.add_member(bakery.pk, email=bo.email, role="packer", by=as_actor(anna))
        page = signed_in(bo).get(f"/en/account/businesses/{bakery.pk}/members/").content.decode()
        assert "Add somebody" not in page and 'name="role"' not in page


class TestKeys:
    def test_the_secret_is_shown_once(self, signed_in: Enter, bo: Person) -> None:
        browser = signed_in(bo)
        answer = browser.post("/en/account/keys/", {"name": "Till", "scopes": ["orders"]})
        assert "ek_live_" in answer.content.decode() and "no-store" in answer["Cache-Control"]
        key = ApiKey.objects.get()
        secret = answer.context["secret"]
        again = browser.get("/en/account/keys/").content.decode()
        assert secret not in again and f"{key.prefix}…" in again

    def test_an_operators_scope_is_not_offered_to_others(self, signed_in: Enter, bo: Person) -> None:
        answer = signed_in(bo).post("/en/account/keys/", {"name": "Till", "scopes": ["ledger"]})
        assert answer.status_code == 422 and not ApiKey.objects.exists()

    def test_ends_after_a_second_look(self, signed_in: Enter, bo: Person, anna: Person) -> None:
        key, _ = keying.create_api_key(name="Till", scopes=["orders"], by=as_actor(bo))
        assert signed_in(anna).post(f"/en/account/keys/{key.pk}/revocation/").status_code == 404
        browser = signed_in(bo)
        assert "cannot be undone" in browser.get(f"/en/account/keys/{key.pk}/revocation/").content.decode()
        browser.post(f"/en/account/keys/{key.pk}/revocation/")
        key.refresh_from_db()
        assert key.revoked_at is not None


@pytest.mark.django_db
class TestMailbox:
    def test_shows_mails_with_links_in_the_demo_only(
        self, client: Client, settings: Any, tmp_path: Path
    ) -> None:
        settings.DATA = tmp_path
        settings.MAILERS = {
            "default": {
                "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "OPTIONS": {"file_path": tmp_path / "mailbox"},
            }
        }
        text = "确认：\n\nhttp://testserver/zh-hans/account/confirm-email/abc:def/\n"
        EmailMessage("请确认", text, "a@example.com", ["b@example.com"], connection=get_connection()).send()
        assert client.get("/en/account/mailbox/").status_code == 404
        settings.DEMO = True
        page = client.get("/en/account/mailbox/").content.decode()
        assert "请确认" in page and 'href="http://testserver/zh-hans/account/confirm-email/abc:def/"' in page
