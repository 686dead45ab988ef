"""A buyer at the pages: opens them, fills in their forms with what the forms themselves carry, and reads the answer."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from entrepot.catalog.models import Variant
from tests.market import SHANGHAI

ADDRESS = {name: value for name, value in SHANGHAI.items() if name != "lines"} | {"lines": "南京东路1号\n2楼"}
AMERICAN = {
    "country": "US",
    "region": "OH",
    "city": "Columbus",
    "postal_code": "43215",
    "lines": "412 Lazelle Street",
    "name": "Anna Berg",
    "phone": "+16145550123",
}


class _Hidden(HTMLParser):
    """The hidden inputs of a page's checkout form."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == "checkout"
        elif tag == "input" and self.inside and given.get("type") == "hidden" and given.get("name"):
            self.found.setdefault(given["name"], []).append(given["value"])


class Buyer:
    """A browser with a language; a guest unless it signs in."""

    def __init__(self, language: str = "zh-hans") -> None:
        self.client = Client()
        self.language = language
        self.page: Any = None

    def get(self, path: str, **query: str) -> str:
        self.page = self.client.get(f"/{self.language}{path}", query, follow=True)
        return self.text

    def post(self, path: str, **values: Any) -> str:
        self.page = self.client.post(f"/{self.language}{path}", values, follow=True)
        return self.text

    @property
    def text(self) -> str:
        return str(self.page.content.decode())

    @property
    def path(self) -> str:
        return str(self.page.request["PATH_INFO"])

    def put_in(self, variant: Variant, quantity: int = 1) -> str:
        return self.post("/cart/lines/", variant=variant.pk, quantity=quantity)

    def ask_price(self, **changes: Any) -> str:
        """Fill in the checkout's form and ask for the final price."""
        return self.post("/checkout/price/", **self.filled_in(**changes))

    def pay(self, token: str = "tok_ok", **changes: Any) -> str:
        """Press the pay button of the page that is open."""
        hidden = _Hidden()
        hidden.feed(self.text)
        return self.post(
            "/checkout/purchase/",
            **(self.filled_in() | hidden.found | {"token": f"sandbox:{token}"} | changes),
        )

    def filled_in(self, **changes: Any) -> dict[str, Any]:
        agreed = {"email": "li@example.com", "accepts_notice": "on", "consents_to_id": "on"}
        return ADDRESS | agreed | changes

    def hidden(self) -> dict[str, list[str]]:
        parser = _Hidden()
        parser.feed(self.text)
        return parser.found
