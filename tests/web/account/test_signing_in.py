"""Sign-up and sign-in as a person walks them, mail included, in both languages."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from entrepot.identity import enrolling
from entrepot.identity.models import Person
from entrepot.kit.actor import SYSTEM

PASSWORD = "a long pass phrase"
_LINK = re.compile(r"http://testserver(/\S+)")


def link(message: Any) -> str:
    found = _LINK.search(message.body)
    assert found, message.body
    return found.group(1)


@pytest.fixture
def dora(db: None) -> Person:
    return enrolling.create_person(email="dora@example.com", password=PASSWORD, locale="zh-hans", by=SYSTEM)


@pytest.mark.django_db
class TestSignUp:
    @pytest.mark.parametrize(
        ("language", "subject", "confirm", "home"),
        [
            ("en", "Please confirm your e-mail address", "Yes, confirm", "Next steps"),
            ("zh-hans", "请确认您的邮箱地址", "确认", "接下来"),
        ],
    )
    def test_by_mail_leads_to_the_account(
        self, client: Client, language: str, subject: str, confirm: str, home: str
    ) -> None:
        answer = client.post(
            f"/{language}/account/signup/", {"email": "Eva@example.com", "password1": PASSWORD}, follow=True
        )
        assert answer.redirect_chain[-1][0] == f"/{language}/account/confirm-email/"
        [message] = mail.outbox
        assert (message.to, message.subject) == (["eva@example.com"], subject)
        path = link(message)
        assert path.startswith(f"/{language}/account/confirm-email/")
        assert confirm in client.get(path).content.decode()
        answer = client.post(path, follow=True)
        assert answer.redirect_chain[-1][0] == f"/{language}/account/"
        assert home in answer.content.decode()
        person = Person.objects.get(email="eva@example.com")
        assert person.locale == language and PASSWORD not in person.password

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, client: Client) -> None:
        answer = client.post("/en/account/signup/", {"email": "eva@example.com", "password1": "short"})
        page = answer.content.decode()
        assert "at least 10 characters" in page and 'value="eva@example.com"' in page
        assert not Person.objects.exists() and mail.outbox == []

    def test_tells_nobody_who_has_an_account(self, client: Client, dora: Person) -> None:
        fresh = client.post("/en/account/signup/", {"email": "new@example.com", "password1": PASSWORD})
        known = Client().post("/en/account/signup/", {"email": "dora@example.com", "password1": PASSWORD})
        assert (fresh.status_code, fresh["Location"]) == (known.status_code, known["Location"])
        assert mail.outbox[-1].subject == "您已经有账号了"
        assert Person.objects.count() == 2


@pytest.mark.django_db
class TestSignIn:
    def test_goes_where_it_was_needed(self, client: Client, dora: Person) -> None:
        asked = client.get("/en/account/keys/", follow=True)
        assert asked.redirect_chain[-1][0] == "/en/account/login/?next=/en/account/keys/"
        assert "Please sign in first." in asked.content.decode()
        answer = client.post(
            "/en/account/login/",
            {"login": "DORA@example.com", "password": PASSWORD, "next": "/en/account/keys/"},
            follow=True,
        )
        assert answer.redirect_chain[-1][0] == "/en/account/keys/"

    def test_refuses_a_wrong_password_and_soon_every_other(self, client: Client, dora: Person) -> None:
        for _ in range(5):
            answer = client.post("/en/account/login/", {"login": dora.email, "password": "wrong"})
            assert "not correct" in answer.content.decode()
        answer = client.post("/en/account/login/", {"login": dora.email, "password": PASSWORD})
        assert "Too many failed login attempts" in answer.content.decode()
        assert "_auth_user_id" not in client.session

    def test_waits_for_the_mail_to_be_confirmed(self, client: Client) -> None:
        client.post("/en/account/signup/", {"email": "eva@example.com", "password1": PASSWORD})
        other = Client()
        answer = other.post("/en/account/login/", {"login": "eva@example.com", "password": PASSWORD})
        assert answer["Location"] == "/en/account/confirm-email/" and "_auth_user_id" not in other.session

    def test_out_again(self, client: Client, dora: Person) -> None:
        client.post("/en/account/login/", {"login": dora.email, "password": PASSWORD})
        assert "Sign out?" in client.get("/en/account/logout/").content.decode()
        client.post("/en/account/logout/")
        assert "_auth_user_id" not in client.session


@pytest.mark.django_db
class TestPasswords:
    def test_forgotten_is_mended_by_a_mail_in_the_persons_language(
        self, client: Client, dora: Person
    ) -> None:
        client.post("/en/account/password/reset/", {"email": dora.email})
        [message] = mail.outbox
        assert message.subject == "重新设置密码"
        path = link(message)
        assert path.startswith("/zh-hans/account/password/reset/key/")
        form = client.get(path, follow=True)
        target = form.redirect_chain[-1][0]
        fresh = "another long phrase"
        answer = client.post(target, {"password1": fresh, "password2": fresh}, follow=True)
        assert answer.status_code == 200
        dora.refresh_from_db()
        assert dora.check_password(fresh)
        assert "不能再使用" in Client().get(path, follow=True).content.decode()

    def test_unknown_address_is_told_by_mail_only(self, client: Client) -> None:
        answer = client.post("/en/account/password/reset/", {"email": "nobody@example.com"}, follow=True)
        assert "We have sent you a mail" in answer.content.decode()
        assert mail.outbox[0].subject == "There is no account with this address"

    def test_changing_needs_the_old_one_and_is_told(self, client: Client, dora: Person) -> None:
        client.post("/en/account/login/", {"login": dora.email, "password": PASSWORD})
        fresh = {"password1": "another long phrase", "password2": "another long phrase"}
        answer = client.post("/en/account/password/change/", {"oldpassword": "wrong"} | fresh)
        assert "Please type your current password." in answer.content.decode()
        client.post("/en/account/password/change/", {"oldpassword": PASSWORD} | fresh)
        dora.refresh_from_db()
        assert dora.check_password("another long phrase")
        assert mail.outbox[-1].subject == "您的密码已更改"


@pytest.mark.django_db
class TestEmailAddresses:
    def test_another_is_added_confirmed_and_made_the_main_one(self, client: Client, dora: Person) -> None:
        client.post("/en/account/login/", {"login": dora.email, "password": PASSWORD})
        asked = client.post("/en/account/email/", {"action_add": "", "email": "dora2@example.com"})
        assert asked["Location"].startswith("/en/account/reauthenticate/") and mail.outbox == []
        assert "Your password, please" in client.get(asked["Location"]).content.decode()
        client.post(asked["Location"], {"password": PASSWORD})
        page = client.get("/en/account/email/").content.decode()
        assert "dora2@example.com" in page and "Not confirmed" in page
        client.post(link(mail.outbox[-1]))
        client.post("/en/account/email/", {"action_primary": "", "email": "dora2@example.com"})
        dora.refresh_from_db()
        assert dora.email == "dora2@example.com"


PAGES = [
    "login",
    "signup",
    "password/reset",
    "password/reset/done",
    "confirm-email",
    "confirm-email/nothing",
    "inactive",
]


@pytest.mark.django_db
class TestPages:
    @pytest.mark.parametrize("page", [*PAGES, "password/reset/key/1-nothing"])
    def test_are_ours_in_both_languages(self, client: Client, page: str) -> None:
        for language, word in (("en", "Skip to the content"), ("zh-hans", "跳")):
            answer = client.get(f"/{language}/account/{page}/", follow=True)
            text = answer.content.decode()
            assert answer.status_code == 200 and word in text and text.count("<h1") == 1
