"""A merchant's freight table: what it asks to send one order to a country, by weight."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound
from entrepot.kit.events import record
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.shipping.models import Rate

#: Where the marketplace sells at first (architecture, section 6).
COUNTRIES = ("CN", "US")
GRAMS_MAX = 1_000_000
DAYS_MAX = 120
#: A freight above this many major units is a slip of the keyboard.
PRICE_MAX_MAJOR = 100_000


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def set_rate(
    *,
    merchant_id: UUID,
    country: str,
    first: Money,
    step: Money,
    days_min: int,
    days_max: int,
    first_grams: int = 1000,
    step_grams: int = 1000,
    by: Actor,
) -> Rate:
    """What an order to `country` costs up to `first_grams`, then for each further `step_grams` begun, and how many days it takes.

    Open quotes keep the freight they showed only until they are placed: a changed rate is a changed price. Raises NotAllowed,
    Malformed naming each field.
    """
    _must_price(merchant_id, by)
    _check(country, first, step, first_grams, step_grams, days_min, days_max)
    rate, _made = Rate.objects.update_or_create(
        merchant_id=merchant_id,
        country=country,
        defaults={
            "currency": first.currency,
            "first_grams": first_grams,
            "first_minor": first.minor,
            "step_grams": step_grams,
            "step_minor": step.minor,
            "days_min": days_min,
            "days_max": days_max,
            "changed_at": clock.now(),
        },
    )
    record("freight.priced", rate.pk, by=by, merchant_id=merchant_id, country=country)
    return rate


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def remove_rate(*, merchant_id: UUID, country: str, by: Actor) -> None:
    """No longer send to `country`; nothing of this merchant can be bought there from now on. Raises NotAllowed, NotFound."""
    _must_price(merchant_id, by)
    rate = Rate.objects.filter(merchant_id=merchant_id, country=country).first()
    if rate is None:
        raise NotFound
    record("freight.removed", rate.pk, by=by, merchant_id=merchant_id, country=country)
    rate.delete()


def _must_price(merchant_id: UUID, by: Actor) -> None:
    if not by.may(Permission.CATALOGUE, merchant_id):
        raise NotAllowed


def _check(
    country: str, first: Money, step: Money, first_grams: int, step_grams: int, days_min: int, days_max: int
) -> None:
    wrong = []
    if country not in COUNTRIES:
        wrong.append(FieldError("country", _("Nothing can be sent there yet.")))
    for name, price in (("first", first), ("step", step)):
        if not 0 <= price.minor <= Money.parse(str(PRICE_MAX_MAJOR), price.currency).minor:
            wrong.append(FieldError(name, _("Please give a price from 0 to 100,000.")))
    if step.currency != first.currency:
        wrong.append(FieldError("step", _("Both prices are in one currency.")))
    for name, grams in (("first_grams", first_grams), ("step_grams", step_grams)):
        if not 1 <= grams <= GRAMS_MAX:
            wrong.append(FieldError(name, _("Please give a weight from 1 gram to 1,000 kg.")))
    if not 1 <= days_min <= DAYS_MAX:
        wrong.append(FieldError("days_min", _("Please give 1 to 120 days.")))
    if not days_min <= days_max <= DAYS_MAX:
        wrong.append(
            FieldError("days_max", _("Please give at least as many days as the least, and at most 120."))
        )
    if wrong:
        raise Malformed(fields=wrong)
