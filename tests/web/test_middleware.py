"""What every page passes."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class TestWaysBack:
    @pytest.mark.parametrize(
        ("deed", "thing"),
        [
            ("/zh-hans/checkout/price/", "/zh-hans/checkout/"),
            ("/en/cart/lines/", "/en/cart/"),
            ("/en/destination/", "/en/"),
        ],
    )
    def test_who_asks_for_a_deed_is_led_to_what_it_is_about(self, deed: str, thing: str) -> None:
        answer = Client().get(deed, headers=BROWSER)
        assert (answer.status_code, answer["Location"]) == (302, thing)

    def test_a_program_is_told_that_it_cannot_ask_so(self) -> None:
        assert Client().get("/en/cart/lines/", headers={"Accept": "application/json"}).status_code == 405

    def test_webhooks_are_no_pages(self) -> None:
        assert Client().get("/webhooks/sandbox", headers=BROWSER).status_code == 405
