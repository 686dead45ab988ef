"""Pictures of the goods: read, cleaned of everything but the picture, scaled, and kept under the name of their content."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

import pi_heif
from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from entrepot.catalog.editing import Unfit, line
from entrepot.catalog.errors import PictureTooLarge, PictureUnreadable, TooManyPictures
from entrepot.catalog.models import Picture, Product
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb

MEGABYTES_MAX = 20
#: A phone's 48-megapixel picture is taken, a file that unpacks to gigabytes is not.
MEGAPIXELS_MAX = 64
PICTURES_MAX = 24
LARGE, SMALL = 1200, 480
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "MPO", "HEIF")
#: A drawing of ours is small; one that is not is a mistake.
_DRAWING_MAX = 200_000

pi_heif.register_heif_opener()
# Our own limit is checked before a pixel is read; Pillow's would only warn between it and its double.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Scaled:
    """A picture in the two sizes we keep, as WebP without any metadata."""

    large: bytes
    small: bytes
    width: int
    height: int


def scale(data: bytes, *, field: str = "file") -> Scaled:
    """Read a picture of any usual format. Raises PictureUnreadable or PictureTooLarge, naming `field`; touches no database.

    Its EXIF turn is applied and then dropped with all other metadata: where a merchant took a picture is nobody's business.
    """
    limits = {"megabytes": MEGABYTES_MAX, "megapixels": MEGAPIXELS_MAX}
    if len(data) > MEGABYTES_MAX * 1024 * 1024:
        raise PictureTooLarge(field, **limits)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as probe:
            if probe.width * probe.height > MEGAPIXELS_MAX * 1_000_000:
                raise PictureTooLarge(field, **limits)
            probe.verify()
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            opened.draft("RGB", (LARGE * 2, LARGE * 2))
            upright = ImageOps.exif_transpose(opened)
            picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except PictureTooLarge:
        raise
    except Exception as unreadable:  # each decoder fails in its own way on bytes that are not its own
        raise PictureUnreadable(field) from unreadable
    large = _fit(picture, LARGE)
    return Scaled(_webp(large), _webp(_fit(large, SMALL)), large.width, large.height)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def add_picture(
    product_id: UUID,
    *,
    file: BinaryIO | bytes,
    alt: str = "",
    alt_zh: str = "",
    variant_id: UUID | None = None,
    source_url: str = "",
    field: str = "file",
    by: Actor,
) -> Picture:
    """Add a picture after those that are there. Raises NotFound, TooManyPictures, PictureTooLarge, PictureUnreadable.

    The same picture twice is one picture. The files are written before the row: one that nobody's row names does no harm.
    """
    product = _product(product_id, by)
    if product.pictures.count() >= PICTURES_MAX:
        raise TooManyPictures(
            most=PICTURES_MAX, fields=[FieldError(field, _("There are too many pictures."))]
        )
    most = MEGABYTES_MAX * 1024 * 1024
    data = file if isinstance(file, bytes) else file.read(most + 1)
    scaled = scale(data, field=field)
    path, path_small = _keep(scaled.large, ".webp"), _keep(scaled.small, "-small.webp")
    return _attach(
        product,
        by=by,
        path=path,
        path_small=path_small,
        width=scaled.width,
        height=scaled.height,
        alt=_alt(alt, "alt"),
        alt_zh=_alt(alt_zh, "alt_zh"),
        variant_id=variant_id,
        source_url=source_url[:1000],
    )


@verb(allow={Caller.SYSTEM})
def keep_drawing(
    product_id: UUID, *, svg: str, alt: str = "", alt_zh: str = "", size: int = 1200, by: Actor
) -> Picture:
    """Keep a drawing of ours for the demo as it is. Only the system may: an SVG of somebody else's can hold a program.

    Raises NotFound, PictureUnreadable.
    """
    product = _product(product_id, by)
    if not svg.lstrip().startswith("<svg") or len(svg) > _DRAWING_MAX or "<script" in svg.lower():
        raise PictureUnreadable("svg")
    path = _keep(svg.encode(), ".svg")
    return _attach(
        product,
        by=by,
        path=path,
        path_small=path,
        width=size,
        height=size,
        alt=_alt(alt, "alt"),
        alt_zh=alt_zh,
    )


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def describe_picture(picture_id: UUID, *, alt: str, alt_zh: str, by: Actor) -> Picture:
    """What the picture shows, in both languages, for those who cannot see it. Raises NotFound, Malformed."""
    product, picture = _picture(picture_id, by)
    picture.alt, picture.alt_zh = _alt(alt, "alt"), _alt(alt_zh, "alt_zh")
    picture.save(update_fields=["alt", "alt_zh"])
    _note(product, by)
    return picture


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def order_pictures(product_id: UUID, *, picture_ids: Sequence[UUID], by: Actor) -> None:
    """Show the pictures in this order; the first is the one that lists show. What is not named follows. Raises NotFound."""
    product = _product(product_id, by)
    wanted = {picture: index for index, picture in enumerate(picture_ids)}
    rows = sorted(product.pictures.all(), key=lambda row: (wanted.get(row.pk, len(wanted)), row.position))
    for position, row in enumerate(rows):
        row.position = position
    Picture.objects.bulk_update(rows, ["position"])
    _note(product, by)


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def remove_picture(picture_id: UUID, *, by: Actor) -> None:
    """Take a picture off its product. The file stays: orders show what was bought. Raises NotFound."""
    product, picture = _picture(picture_id, by)
    picture.delete()
    _note(product, by)


def _product(product_id: UUID, by: Actor) -> Product:
    product = Product.objects.editable_by(by).locked().filter(pk=product_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    return product


def _picture(picture_id: UUID, by: Actor) -> tuple[Product, Picture]:
    product = Product.objects.editable_by(by).locked().filter(pictures=picture_id).first()
    if product is None:
        raise NotFound(_("There is no such picture in your catalogue."))
    return product, product.pictures.get(pk=picture_id)


def _attach(product: Product, *, by: Actor, **values: Any) -> Picture:
    there = product.pictures.filter(path=values["path"]).first()
    if there is not None:
        return there
    if values.get("variant_id") and not product.variants.filter(pk=values["variant_id"]).exists():
        raise NotFound
    last = product.pictures.aggregate(last=Max("position"))["last"]
    picture = Picture.objects.create(product=product, position=0 if last is None else last + 1, **values)
    _note(product, by)
    return picture


def _note(product: Product, by: Actor) -> None:
    product.changed_at = clock.now()
    product.save(update_fields=["changed_at"])
    record("product.changed", product.pk, by=by, merchant_id=product.merchant_id)


def _alt(text: str, field: str) -> str:
    try:
        return line(255)(text)
    except Unfit as unfit:
        raise Malformed(fields=[FieldError(field, unfit.sentence)]) from None


def _fit(picture: Image.Image, most: int) -> Image.Image:
    """No side longer than `most`; a smaller picture stays as it is."""
    if max(picture.size) <= most:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((most, most), Image.Resampling.LANCZOS)
    return smaller


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def _keep(data: bytes, ending: str) -> str:
    """Write `data` under the name of its content, whole or not at all; the path within the media folder."""
    name = hashlib.sha256(data).hexdigest()[:32]
    path = Path("pictures") / name[:2] / f"{name}{ending}"
    target = Path(settings.MEDIA_ROOT) / path
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{id(data):x}.part")
        part.write_bytes(data)
        part.replace(target)
    return str(path)
