"""Opening shops: an owner enters the business, it asks to sell, is approved, presents itself and says what freight costs."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from entrepot.demo import enrolling, people
from entrepot.demo.goods import Shop
from entrepot.identity.acting import actor_of_person
from entrepot.identity.joining import add_member
from entrepot.identity.opening import open_business
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.money import Money
from entrepot.kit.verb import verb
from entrepot.merchants.applying import apply
from entrepot.merchants.approving import approve, refuse
from entrepot.merchants.charging import set_fee_plan
from entrepot.merchants.models import Application, FeePlan, Merchant
from entrepot.merchants.presenting import change_storefront
from entrepot.payments.paying_out.banking import give_account
from entrepot.shipping.pricing import set_rate

#: What a parcel within the United States costs of one to China: the first kilogram, and each further one.
_AT_HOME = (Decimal("0.55"), Decimal("0.3"))
_DAYS_AT_HOME = (2, 6)
_CENT = Decimal("0.01")
#: A registration number of nobody: no office gives numbers that begin with 00.
_REGISTERED = "00-{:07d}"
#: A routing number that passes its check and is no bank's.
_ROUTING = "110000000"


@verb(allow={Caller.SYSTEM})
def set_fees(*, start: datetime, by: Actor) -> None:
    """What the marketplace charges: 5 % from before the first sale, 4 % for food and for small sellers since the autumn."""
    if FeePlan.objects.exists():
        return
    set_fee_plan(commission_bps=500, effective_from=start, by=by)
    autumn = start + timedelta(days=60)
    set_fee_plan(commission_bps=400, category="food-drink", effective_from=autumn, by=by)
    set_fee_plan(commission_bps=400, for_small=True, effective_from=autumn, by=by)


@verb(allow={Caller.SYSTEM})
def open_shop(shop: Shop, *, number: int, by: Actor) -> Actor:
    """Bring one shop to where it can sell; answers its owner. number: its place among the shops.

    The verbs are called by the people who would: the owner applies, the operator approves.
    """
    found = enrolling.ids([people.OPERATOR["email"], people.owner(shop.slug).email])
    owner_id, operator_id = found[people.owner(shop.slug).email], found[people.OPERATOR["email"]]
    business = open_business(
        legal_name=shop.legal_name,
        street=shop.street,
        city=shop.city,
        region=shop.state,
        postal_code=shop.postal_code,
        registration_number=_REGISTERED.format(4_000_003 + number * 7_919),
        by=Actor(id=owner_id),
    )
    owner = actor_of_person(owner_id)
    application = apply(business.pk, name=shop.name, slug=shop.slug, trade=shop.trade, by=owner)
    with clock.standing_at(clock.now() + timedelta(hours=26)):
        approve(application.pk, by=actor_of_person(operator_id))
        _present(shop, business.pk, owner)
        if account := _account(number):
            give_account(
                business.pk, kind="us", holder=shop.legal_name, number=account, routing=_ROUTING, by=owner
            )
        for one in people.STAFF:
            if one.shop == shop.slug:
                add_member(business.pk, email=one.email, role=one.role, by=owner)
    if shop.staff <= 3:
        # The smallest have agreed on less: that is what a marketplace for small businesses is for.
        set_fee_plan(commission_bps=300, merchant_id=business.pk, effective_from=clock.now(), by=by)
    return owner


def _account(number: int) -> str:
    """The bank account of the shop with this place among the shops: one has none yet, and one sends money back."""
    return {5: "", 9: "88100002"}.get(number, f"8810{number + 1000}")


def _present(shop: Shop, merchant_id: UUID, owner: Actor) -> None:
    change_storefront(
        merchant_id,
        name=shop.name,
        name_zh=shop.name_zh,
        trade=shop.trade,
        trade_zh=shop.trade_zh,
        story=shop.story,
        story_zh=shop.story_zh,
        by=owner,
    )
    Merchant.objects.filter(pk=merchant_id).update(founded=shop.founded, staff=shop.staff)
    for country, first, step, days in _freight(shop.freight):
        set_rate(
            merchant_id=merchant_id,
            country=country,
            first=Money.parse(first, "USD"),
            step=Money.parse(step, "USD"),
            days_min=days[0],
            days_max=days[1],
            by=owner,
        )


def _freight(told: Mapping[str, Any]) -> list[tuple[str, str, str, tuple[int, int]]]:
    """(country, first kilogram, each further one, days): to China as the shop says, at home a part of that."""
    abroad = (told["first_kg_usd"], told["next_kg_usd"])
    first, step = (
        str((Decimal(price) * part).quantize(_CENT, ROUND_HALF_UP))
        for price, part in zip(abroad, _AT_HOME, strict=True)
    )
    return [
        ("CN", *abroad, (told["days_min"], told["days_max"])),
        ("US", first, step, _DAYS_AT_HOME),
    ]


@verb(allow={Caller.SYSTEM})
def receive_applications(*, now: datetime, by: Actor) -> None:
    """Businesses that asked to sell and are no merchants: one waits for the operator, one was refused."""
    olivia = actor_of_person(enrolling.ids([people.OPERATOR["email"]])[people.OPERATOR["email"]])
    owners = enrolling.ids([one.email for one in people.APPLICANTS])
    for one in people.APPLICANTS:
        if Application.objects.filter(slug=one.slug).exists():
            continue
        with clock.standing_at(now - timedelta(days=one.days_ago)):
            business = open_business(**one.business, by=Actor(id=owners[one.email]))
            owner = actor_of_person(owners[one.email])
            application = apply(business.pk, name=one.name, slug=one.slug, trade=one.trade, by=owner)
            if one.refused:
                refuse(application.pk, reason=one.refused, by=olivia)


def opened() -> dict[str, UUID]:
    """The merchants that there are, by the address of their shop."""
    return dict(Merchant.objects.values_list("slug", "pk"))
