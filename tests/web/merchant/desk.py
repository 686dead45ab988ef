"""The cast of the catalogue pages: Bo with a mug of his, signed in, and a way to upload."""

import io
from types import SimpleNamespace
from typing import Any

from django.test import Client
from PIL import Image

from entrepot.catalog import categories
from entrepot.catalog.drafting import draft
from entrepot.kit.actor import SYSTEM
from tests import market


def shop() -> SimpleNamespace:
    """Bo's shop with a draft mug at 24.00 USD, 480 g, 10 on hand; Cy keeps another shop."""
    market.rules_and_rates()
    categories.load()
    bo, cy = market.merchant("bo"), market.merchant("cy")
    mug = draft(bo.pk, title="Stoneware Mug", price="24.00", weight_grams="480", quantity="10", by=SYSTEM)
    return SimpleNamespace(bo=bo, cy=cy, mug=mug, plain=mug.variants.get(), client=signed_in(bo))


def signed_in(seller: Any, role: str = "owner") -> Client:
    client = Client()
    client.force_login(
        market.member(seller, role), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def text(response: Any, status: int = 200) -> str:
    content = b"".join(response) if response.streaming else response.content
    assert response.status_code == status, content.decode()[:2000]
    return str(content.decode())


def photo(width: int = 300, height: int = 300) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 110)).save(out, "JPEG")
    out.seek(0)
    out.name = "mug.jpg"
    return out
