"""The frame around every page."""

import pytest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from entrepot.kit.errors import DomainError, FieldError
from entrepot.web.context import in_language, tag

pytestmark = [pytest.mark.urls("tests.web.look.urls")]


@pytest.fixture
def page(client: Client, settings: object) -> Client:
    settings.DEMO = True  # type: ignore[attr-defined]
    return client


class TestLanguage:
    @pytest.mark.parametrize(
        ("path", "code", "answer"),
        [
            ("/en/cart/?a=1", "zh-hans", "/zh-hans/cart/?a=1"),
            ("/zh-hans/", "en", "/en/"),
            ("/nowhere/at/all", "en", "/en/"),
            ("/", "zh-hans", "/zh-hans/"),
            ("/en", "zh-hans", "/zh-hans/"),
        ],
    )
    def test_switch_keeps_the_page(self, path: str, code: str, answer: str) -> None:
        assert in_language(path, code) == answer

    def test_tag_is_as_the_standard_writes_it(self) -> None:
        assert [tag(code) for code in ("en", "zh-hans")] == ["en", "zh-Hans"]

    @pytest.mark.parametrize(("code", "tag"), [("en", "en"), ("zh-hans", "zh-Hans")])
    def test_is_declared_and_offered(self, page: Client, code: str, tag: str) -> None:
        text = page.get(f"/{code}/styleguide/?q=a%26b").content.decode()
        assert f'<html lang="{tag}">' in text
        assert (
            f'<a href="/{code}/styleguide/?q=a%26b" lang="{tag}" hreflang="{tag}" aria-current="true">'
            in text
        )
        assert text.count('aria-current="true"') == 1
        assert 'href="/zh-hans/styleguide/?q=a%26b" lang="zh-Hans"' in text

    def test_of_a_chinese_page_is_chinese(self, page: Client) -> None:
        text = page.get("/zh-hans/styleguide/").content.decode()
        assert "跳到正文" in text
        assert "Skip to the content" not in text


class TestFrame:
    def test_has_one_main_and_one_heading(self, page: Client) -> None:
        text = page.get("/en/styleguide/").content.decode()
        assert text.count("<main ") == 1
        assert text.count("<h1>") == 1
        assert '<a class="skip" href="#main">' in text

    def test_says_what_the_marketplace_never_does(self, page: Client) -> None:
        assert "never owns or sells goods" in page.get("/en/styleguide/").content.decode()

    def test_keeps_what_was_searched_for_and_escapes_it(self, page: Client) -> None:
        text = page.get("/en/styleguide/", {"q": '"><b>'}).content.decode()
        assert 'value="&quot;&gt;&lt;b&gt;"' in text

    def test_shows_messages(self, page: Client) -> None:
        text = page.get("/en/styleguide/?toasts").content.decode()
        assert '<div class="toast toast-error" data-toast>' in text

    def test_allows_only_its_own_scripts_and_styles(self, page: Client) -> None:
        policy = page.get("/en/styleguide/").headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy + ";"
        assert "style-src 'self';" in policy + ";"


class TestStyleguide:
    def test_is_not_there_in_production(self, client: Client, settings: object) -> None:
        settings.DEMO = settings.DEBUG = False  # type: ignore[attr-defined]
        assert client.get("/en/styleguide/").status_code == 404


class TestRefusals:
    def test_an_address_with_nothing_behind_it_keeps_the_frame(self, page: Client) -> None:
        response = page.get("/zh-hans/nowhere/")
        assert response.status_code == 404
        assert "这个地址没有内容" in response.content.decode()

    def test_a_refusal_is_a_sentence_with_the_fields_and_a_way_back(self, rf: RequestFactory) -> None:
        refusal = DomainError(fields=[FieldError("quantity", "Only 3 are left.")])
        text = render(
            rf.get("/en/"), "refusal.html", {"refusal": refusal, "back": "/en/cart/"}
        ).content.decode()
        assert "<h1>That is not possible.</h1>" in text
        assert "<li>Only 3 are left.</li>" in text
        assert '<a class="button" href="/en/cart/">' in text

    def test_a_failure_needs_nothing_but_the_stylesheet(self) -> None:
        text = render_to_string("500.html")
        assert "no money moved" in text
        assert "没有发生任何扣款" in text
