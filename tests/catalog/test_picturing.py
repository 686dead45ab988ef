"""Pictures: read whatever a camera makes, keep only the picture."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from PIL import Image

from entrepot.catalog import picturing
from entrepot.catalog.errors import PictureTooLarge, PictureUnreadable, TooManyPictures
from entrepot.catalog.models import Picture
from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import NotAllowed, NotFound

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'


def kept(path: str) -> Image.Image:
    return Image.open(Path(settings.MEDIA_ROOT) / path)


class TestAddPicture:
    def test_keeps_two_sizes_without_metadata(
        self, shop: SimpleNamespace, photo: Callable[..., bytes]
    ) -> None:
        row = picturing.add_picture(shop.mug.pk, file=photo(), alt="A mug", alt_zh="杯子", by=shop.keeper)
        large, small = kept(row.path), kept(row.path_small)
        assert (large.format, large.size, small.size) == ("WEBP", (1200, 900), (480, 360))
        assert (
            not dict(large.getexif()) and b"camera" not in (Path(settings.MEDIA_ROOT) / row.path).read_bytes()
        )
        assert (row.width, row.height, row.alt, row.alt_zh) == (1200, 900, "A mug", "杯子")

    def test_turns_it_upright(self, shop: SimpleNamespace, photo: Callable[..., bytes]) -> None:
        row = picturing.add_picture(shop.mug.pk, file=photo(400, 300, turned=True), by=shop.keeper)
        assert (row.width, row.height) == (300, 400)

    @pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "AVIF"])
    def test_takes_the_usual_formats(self, shop: SimpleNamespace, form: str) -> None:
        out = io.BytesIO()
        Image.new("RGB", (64, 64)).save(out, form)
        assert picturing.add_picture(shop.mug.pk, file=io.BytesIO(out.getvalue()), by=shop.keeper).width == 64

    def test_the_same_twice_is_one(self, shop: SimpleNamespace, photo: Callable[..., bytes]) -> None:
        for _ in range(2):
            picturing.add_picture(shop.mug.pk, file=photo(300, 300), by=shop.keeper)
        assert Picture.objects.count() == 1

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"not a picture",
            b"%PDF-1.7",
            SVG.encode(),
            b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
            b"GIF89a",
            b"\xff\xd8\xff\xe0",
        ],
    )
    def test_refuses_what_is_not_a_picture(self, shop: SimpleNamespace, data: bytes) -> None:
        with pytest.raises(PictureUnreadable) as refusal:
            picturing.add_picture(shop.mug.pk, file=data, field="picture", by=shop.keeper)
        assert refusal.value.code == "picture.unreadable"
        assert [error.field for error in refusal.value.fields] == ["picture"]
        assert not Picture.objects.exists()

    def test_refuses_half_a_picture(self, shop: SimpleNamespace, photo: Callable[..., bytes]) -> None:
        with pytest.raises(PictureUnreadable):
            picturing.add_picture(shop.mug.pk, file=photo()[:2000], by=shop.keeper)

    def test_refuses_a_bomb_before_unpacking_it(self, shop: SimpleNamespace) -> None:
        out = io.BytesIO()
        Image.new("1", (9000, 9000)).save(out, "PNG")
        assert len(out.getvalue()) < 100_000
        with pytest.raises(PictureTooLarge):
            picturing.add_picture(shop.mug.pk, file=out.getvalue(), by=shop.keeper)

    def test_has_a_limit(self, shop: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(picturing, "PICTURES_MAX", 0)
        with pytest.raises(TooManyPictures):
            picturing.add_picture(shop.mug.pk, file=b"", by=shop.keeper)

    def test_is_not_there_for_others(self, shop: SimpleNamespace, photo: Callable[..., bytes]) -> None:
        with pytest.raises(NotFound):
            picturing.add_picture(shop.mug.pk, file=photo(9, 9), by=shop.stranger)


class TestDrawing:
    def test_is_kept_as_it_is(self, shop: SimpleNamespace) -> None:
        row = picturing.keep_drawing(shop.mug.pk, svg=SVG, alt="A mug", by=SYSTEM)
        assert row.path == row.path_small and row.path.endswith(".svg")
        assert (Path(settings.MEDIA_ROOT) / row.path).read_text() == SVG

    def test_only_by_the_system(self, shop: SimpleNamespace) -> None:
        with pytest.raises(NotAllowed):
            picturing.keep_drawing(shop.mug.pk, svg=SVG, by=shop.keeper)

    def test_never_a_program(self, shop: SimpleNamespace) -> None:
        with pytest.raises(PictureUnreadable):
            picturing.keep_drawing(shop.mug.pk, svg="<svg><script/></svg>", by=SYSTEM)


class TestOrder:
    def test_the_first_is_the_one_lists_show(
        self, shop: SimpleNamespace, photo: Callable[..., bytes]
    ) -> None:
        a, b, c = (picturing.add_picture(shop.mug.pk, file=photo(n, 9), by=shop.keeper) for n in (10, 20, 30))
        picturing.order_pictures(shop.mug.pk, picture_ids=[c.pk, a.pk], by=shop.keeper)
        assert list(shop.mug.pictures.values_list("pk", flat=True)) == [c.pk, a.pk, b.pk]
        picturing.describe_picture(a.pk, alt="Side", alt_zh="侧面", by=shop.keeper)
        picturing.remove_picture(c.pk, by=shop.keeper)
        assert list(shop.mug.pictures.values_list("alt", flat=True)) == ["Side", ""]
        with pytest.raises(NotFound):
            picturing.remove_picture(a.pk, by=shop.stranger)
