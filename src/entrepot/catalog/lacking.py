"""What products lack, asked of the database: the same codes as `readiness` tells of one product, for a whole catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from entrepot.catalog.models import Picture, ProductQuerySet, Variant, WantedPicture
from entrepot.catalog.readiness import TODOS, Scope, ToDo
from entrepot.stock import queries as stock


@dataclass(frozen=True, slots=True)
class Lack:
    """How many products lack one thing."""

    todo: ToDo
    count: int


def lacks(code: str) -> Q:
    """The products that lack what this to-do asks. Raises KeyError for no to-do's code."""
    live = Variant.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True)
    wanted = Exists(WantedPicture.objects.filter(product=OuterRef("pk")))
    conditions = {
        "title": Q(title=""),
        "variant": ~Q(Exists(live)),
        "price": Q(Exists(live.filter(price_minor__lte=0))),
        "weight": Q(Exists(live.filter(weight_grams__isnull=True))),
        "title_zh": Q(title_zh=""),
        "hs8": Q(hs8=""),
        "origin": Q(origin=""),
        "net_content": Q(net_content__isnull=True) | Q(net_unit=""),
        "text": Q(text=""),
        "text_zh": Q(text_zh=""),
        "category": Q(category__isnull=True),
        "stock": Q(Exists(live)) & ~Q(Exists(live.filter(stock.has_some("pk")))),
        "picture": ~Q(Exists(Picture.objects.filter(product=OuterRef("pk")))) & ~Q(wanted),
        "picture_wanted": Q(wanted),
    }
    return conditions[code]


def any_of(scope: Scope) -> Q:
    """The products that lack anything of this scope."""
    found = Q()
    for todo in TODOS.values():
        if todo.scope is scope:
            found |= lacks(todo.code)
    return found


def counted(products: ProductQuerySet) -> Sequence[Lack]:
    """How many of these products lack each thing, in the order in which it matters; what none lacks is not named."""
    told = products.aggregate(**{code: Count("pk", filter=lacks(code)) for code in TODOS})
    return [Lack(todo, told[code]) for code, todo in TODOS.items() if told[code]]
