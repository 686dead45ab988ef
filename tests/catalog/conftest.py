"""Bo keeps a shop with a draft of a mug; Cy keeps another shop and may not touch Bo's."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from entrepot.catalog import categories
from entrepot.catalog.editing import create_product
from entrepot.catalog.varying import add_variant
from tests import market


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.DATA = tmp_path
    yield


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    categories.load()
    bo, cy = market.merchant("bo"), market.merchant("cy")
    keeper, stranger = market.staff_of(bo), market.staff_of(cy)
    mug = create_product(bo.pk, title="Stoneware Mug", by=keeper)
    plain = add_variant(mug.pk, price="24.00", weight_grams=480, by=keeper)
    return SimpleNamespace(bo=bo, cy=cy, keeper=keeper, stranger=stranger, mug=mug, plain=plain)


@pytest.fixture
def photo() -> Callable[..., bytes]:
    """A picture as a camera makes it."""

    def make(width: int = 1600, height: int = 1200, form: str = "JPEG", *, turned: bool = False) -> bytes:
        picture = Image.new("RGB", (width, height), (90, 120, 110))
        exif = Image.Exif()
        exif[0x010F] = "A camera that knows where it is"
        if turned:
            exif[0x0112] = 6
        out = io.BytesIO()
        picture.save(out, form, exif=exif)
        return out.getvalue()

    return make
