"""What a product still needs: for a sale at all, for a sale to China, and to sell well."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from entrepot.catalog.models import Product
from entrepot.kit.errors import Sentence


class Scope(StrEnum):
    """What a missing thing stands in the way of."""

    SALE = "sale"  # without it nothing can be bought by anybody; publishing refuses
    CHINA = "china"  # without it customs refuses a sale to China
    ADVICE = "advice"  # it can be sold, but a buyer would miss it


@dataclass(frozen=True, slots=True)
class ToDo:
    """One missing thing: a stable code, the sentence, and the part of the product's page where it is filled in."""

    code: str
    scope: Scope
    sentence: Sentence
    field: str


TODOS = {
    todo.code: todo
    for todo in (
        ToDo("title", Scope.SALE, _("Give it a name."), "title"),
        ToDo("variant", Scope.SALE, _("Add what can be bought: a variant with a price."), "variants"),
        ToDo("price", Scope.SALE, _("Give every variant a price above zero."), "variants"),
        ToDo(
            "weight",
            Scope.SALE,
            _("Give every variant its weight packed: freight is priced by it."),
            "variants",
        ),
        ToDo("title_zh", Scope.CHINA, _("Give it a name in Chinese."), "title_zh"),
        ToDo("hs8", Scope.CHINA, _("Find its HS code."), "hs8"),
        ToDo("origin", Scope.CHINA, _("Say in which country it was made."), "origin"),
        ToDo("net_content", Scope.CHINA, _("Say how much is in it: its net content."), "net_content"),
        ToDo("text", Scope.ADVICE, _("Describe it."), "text"),
        ToDo("text_zh", Scope.ADVICE, _("Describe it in Chinese."), "text_zh"),
        ToDo("category", Scope.ADVICE, _("Choose its category, so that buyers find it."), "category"),
        ToDo("stock", Scope.ADVICE, _("Count the stock: nothing is left to sell."), "variants"),
        ToDo("picture", Scope.ADVICE, _("Add a picture."), "pictures"),
        ToDo(
            "picture_wanted",
            Scope.ADVICE,
            _("Some pictures of your file have not been fetched yet. You can upload them here."),
            "pictures",
        ),
    )
}


def readiness(product: Product, *, available: int | None = None) -> list[ToDo]:
    """What is missing, in the order in which it matters.

    product: with its variants, pictures and wanted pictures prefetched where many are asked about. available: how many can
    be sold now, where the caller knows.
    """
    return [TODOS[code] for code in _missing(product, available)]


def blocks_sale(todos: Iterable[ToDo]) -> list[ToDo]:
    """Those without which nothing can be sold to anybody."""
    return [todo for todo in todos if todo.scope is Scope.SALE]


def blocks_china(todos: Iterable[ToDo]) -> list[ToDo]:
    """Those without which nothing can be sold to China."""
    return [todo for todo in todos if todo.scope is not Scope.ADVICE]


def _missing(product: Product, available: int | None) -> Iterable[str]:
    variants = [variant for variant in product.variants.all() if variant.withdrawn_at is None]
    wanted = list(product.wanted_pictures.all())
    lacks = {
        "title": not product.title,
        "variant": not variants,
        "price": any(variant.price_minor <= 0 for variant in variants),
        "weight": any(not variant.weight_grams for variant in variants),
        "title_zh": not product.title_zh,
        "hs8": not product.hs8,
        "origin": not product.origin,
        "net_content": product.net_content is None or not product.net_unit,
        "text": not product.text,
        "text_zh": not product.text_zh,
        "category": product.category_id is None,
        "stock": available == 0,
        "picture": not wanted and not product.pictures.all(),
        "picture_wanted": bool(wanted),
    }
    return [code for code in TODOS if lacks[code]]
