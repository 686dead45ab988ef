"""Price steps by quantity (trade rules 3.2)."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.catalog.editing import Unfit
from entrepot.catalog.errors import TiersWrong
from entrepot.catalog.models import PriceTier, Product, Variant
from entrepot.catalog.varying import parse_price
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb

TIERS_MAX = 10
QUANTITY_MAX = 1_000_000


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def set_tiers(variant_id: UUID, *, tiers: Sequence[tuple[int, str]], by: Actor) -> list[PriceTier]:
    """Replace the steps of one variant: (from this quantity on, this price each as a plain decimal). None removes all.

    Quantities rise strictly, prices never rise; the first step's quantity is the least that can be ordered. Raises NotFound,
    TiersWrong naming the first step that breaks a rule.
    """
    product = Product.objects.editable_by(by).locked().filter(variants=variant_id).first()
    if product is None:
        raise NotFound(_("There is no such product in your catalogue."))
    variant = product.variants.get(pk=variant_id)
    steps = _steps(tiers, variant)
    if [(tier.quantity_min, tier.price_minor) for tier in variant.tiers.all()] == steps:
        return list(variant.tiers.all())
    variant.tiers.all().delete()
    made = PriceTier.objects.bulk_create(
        PriceTier(variant=variant, quantity_min=quantity, price_minor=price) for quantity, price in steps
    )
    record("variant.priced", variant.pk, by=by, merchant_id=product.merchant_id, product_id=product.pk)
    return made


def _steps(tiers: Sequence[tuple[int, str]], variant: Variant) -> list[tuple[int, int]]:
    if len(tiers) > TIERS_MAX:
        raise TiersWrong(TIERS_MAX, "quantity", _("There are at most ten steps."))
    steps: list[tuple[int, int]] = []
    for index, (quantity, price) in enumerate(tiers):
        try:
            minor = parse_price(price, variant.currency)
        except Unfit as unfit:
            raise TiersWrong(index, "price", unfit.sentence) from None
        if not minor:
            raise TiersWrong(index, "price", _("A price above zero, please."))
        if not 1 <= quantity <= QUANTITY_MAX:
            raise TiersWrong(index, "quantity", _("A quantity from 1 to 1,000,000, please."))
        if steps and quantity <= steps[-1][0]:
            raise TiersWrong(
                index, "quantity", _("Each step begins at a greater quantity than the one before.")
            )
        if minor > (steps[-1][1] if steps else variant.price_minor):
            raise TiersWrong(index, "price", _("A price never rises with the quantity."))
        steps.append((quantity, minor))
    return steps
