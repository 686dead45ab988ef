"""Every way the catalogue can say no."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError, FieldError, Sentence


class NotReady(DomainError):
    """A product lacks what every sale needs; `fields` names each thing."""

    code = "product.not_ready"
    sentence = _("This product cannot be put on sale yet. See what is still missing.")


class PictureUnreadable(DomainError):
    """An upload that is not a picture, or one that cannot be read."""

    code = "picture.unreadable"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _(
        "This file is not a picture that can be read. Please choose a JPEG, PNG, WebP, AVIF, GIF or HEIC file."
    )

    def __init__(self, field: str = "file") -> None:
        super().__init__(fields=[FieldError(field, self.sentence)])


class PictureTooLarge(DomainError):
    """More bytes or pixels than are taken."""

    code = "picture.too_large"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _(
        "This picture is too large. At most {megabytes} MB and {megapixels} million pixels are taken."
    )

    def __init__(self, field: str = "file", *, megabytes: int, megapixels: int) -> None:
        super().__init__(megabytes=megabytes, megapixels=megapixels)
        self.fields = (FieldError(field, str(self)),)


class TooManyPictures(DomainError):
    """A product has as many pictures as it may have."""

    code = "picture.too_many"
    sentence = _("A product has at most {most} pictures. Please remove one first.")


class VariantExists(DomainError):
    """Two variants of one product cannot have the same options."""

    code = "variant.exists"
    sentence = _("This product already has a variant with these options.")


class TiersWrong(DomainError):
    """Price steps that break a rule of trade rules 3.2; `fields` names the step."""

    code = "tiers.wrong"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _("These price steps cannot be used.")

    def __init__(self, step: int, part: str, sentence: Sentence) -> None:
        super().__init__(fields=[FieldError(f"tiers.{step}.{part}", sentence)])


class FileRefused(DomainError):
    """A product file that cannot be taken at all; nothing was changed. The reason is a key of FILE_SENTENCES."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(FILE_SENTENCES[code], **facts)
        self.code = code
        self.fields = (FieldError("file", str(self)),)


#: Why a whole file is refused, by code.
FILE_SENTENCES: dict[str, Sentence] = {
    "file.empty": _("The file is empty."),
    "file.no_rows": _("The file has a header but no rows."),
    "file.too_large": _("The file is larger than {megabytes} MB. Please split it."),
    "file.too_many_rows": _("The file has more than {most} rows. Please split it."),
    "file.encoding": _(
        "The file is not UTF-8 text (row {row}). Please save it as CSV in UTF-8, or say which encoding it has."
    ),
    "file.not_encoding": _(
        "The file cannot be read as {encoding} (row {row}). Please choose its real encoding."
    ),
    "file.encoding_unknown": _("There is no encoding called “{encoding}”. Choose one of: {known}."),
    "file.damaged": _(
        "The file is damaged in row {row}: it holds signs that are not text. Nothing was imported."
    ),
    "file.quote": _(
        "The file is damaged in row {row}: a quotation mark is not closed or stands where none may."
    ),
    "file.ragged": _(
        "Row {row} has {cells} cells, but the header has {columns}. The file seems to be damaged."
    ),
    "file.column_twice": _("The column “{column}” is there twice."),
    "file.column_nameless": _("Column {position} has no name."),
    "file.column_unknown": _(
        "These columns are not of a product export and were not understood: {columns}. Please remove or rename them."
    ),
    "file.column_missing": _(
        "The column “{column}” is missing, and without it no product can be told from another."
    ),
    "file.medusa": _(
        "This is a product file of Medusa. Only exports of Shopify and WooCommerce can be imported."
    ),
    "file.not_products": _(
        "This is not a product export of Shopify or WooCommerce: the first row has none of their column names."
    ),
    "file.unit_unknown": _(
        "The unit “{unit}” in the column “{column}” is not known. Known are kg, g, lbs and oz."
    ),
    "file.not_allowed": _("Whoever uploaded this file may no longer change this catalogue."),
    "file.gone": _("The uploaded file is no longer there. Please upload it again."),
}


class PricesMoved(DomainError):
    """A price changed between the preview and the deed."""

    code = "price_change.moved"
    sentence = _(
        "Some of these prices or goods have changed since the preview. Nothing was changed; please look again."
    )


class TooManyPrices(DomainError):
    """More prices than one deed changes."""

    code = "price_change.too_many"
    sentence = _("These are more than {most} prices. Please narrow the list, and change them in parts.")


class PriceChangeUndone(DomainError):
    """A change of prices that was taken back already."""

    code = "price_change.undone"
    sentence = _("This change of prices was taken back already.")
