"""Loading the demo into an empty marketplace, in steps that each happen whole, so that an interrupted loading can go on."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_DNS, uuid5

from entrepot.catalog import categories
from entrepot.catalog.models import Product, Variant
from entrepot.customs import seeding
from entrepot.demo import enrolling, opening, people, planning, rates, stocking, trading
from entrepot.demo.goods import Shop, shops
from entrepot.demo.hurrying import hurried
from entrepot.identity.acting import actor_of_person
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller
from entrepot.kit.events import record
from entrepot.kit.models import Event
from entrepot.kit.verb import verb
from entrepot.shipping.models import TrackingEvent
from entrepot.trade.carting import put_in
from entrepot.trade.models import Order
from entrepot.workers.dispatching import Dispatcher

PURCHASES = 200
#: The first shop opened so many days ago; one a day and a half followed until the marketplace began to trade.
_OPENED_DAYS = 110
_BETWEEN = timedelta(hours=36)
_STORY = uuid5(NAMESPACE_DNS, "demo.entrepot.example")
_BEGUN, _LOADED = "demo.begun", "demo.loaded"


def say(sentence: str) -> None:
    """One line of progress, at once."""
    print(sentence, flush=True)  # noqa: T201  # this program's words are its progress


def load(
    *, merchants: int | None = None, purchases: int = PURCHASES, tell: Callable[[str], None] = say
) -> None:
    """Fill an empty marketplace; nothing where anything has been offered or sold already, or where the demo is loaded.

    merchants: only so many shops. What happened lies in the sixty days before the moment of the first loading.
    """
    now = _begun()
    if now is None:
        return
    chosen = shops()[:merchants]
    with hurried():
        _prepare(chosen, now, tell)
        _open(chosen, now, tell)
        _trade(chosen, now, purchases, tell)
        _tell_events(tell)
    note(tag=_LOADED, by=SYSTEM)


@verb(allow={Caller.SYSTEM})
def note(*, tag: str, by: Actor) -> None:
    """Keep how far the loading has come."""
    record(tag, _STORY, by=by)


def _begun() -> datetime | None:
    """When the first loading began; None where there is nothing to load."""
    told = dict(Event.objects.filter(subject_id=_STORY).order_by("-id").values_list("tag", "created_at"))
    if _LOADED in told or (not told and (Product.objects.exists() or Order.objects.exists())):
        return None
    if _BEGUN not in told:
        note(tag=_BEGUN, by=SYSTEM)
        return _begun()
    return told[_BEGUN]


def _prepare(chosen: Sequence[Shop], now: datetime, tell: Callable[[str], None]) -> None:
    start = now - timedelta(days=_OPENED_DAYS + 10)
    categories.load()
    seeding.load()
    with clock.standing_at(start):
        rates.publish_rates(by=SYSTEM)
        opening.set_fees(start=start, by=SYSTEM)
        accounts = enrolling.enrol(tuple(chosen), by=SYSTEM)
    tell(f"People: {accounts}")


def _open(chosen: Sequence[Shop], now: datetime, tell: Callable[[str], None]) -> None:
    there = opening.opened()
    total, goods = sum(len(shop.goods) for shop in chosen), 0
    for number, shop in enumerate(chosen):
        goods += len(shop.goods)
        if shop.slug not in there:
            with clock.standing_at(now - timedelta(days=_OPENED_DAYS) + number * _BETWEEN):
                open_and_stock(shop, number=number, by=SYSTEM)
        if number % 4 == 3 or shop is chosen[-1]:
            tell(f"Shops: {number + 1} of {len(chosen)}, goods: {goods} of {total}")
    opening.receive_applications(now=now, by=SYSTEM)


@verb(allow={Caller.SYSTEM})
def open_and_stock(shop: Shop, *, number: int, by: Actor) -> None:
    """One shop with its goods: all of it or none."""
    owner = opening.open_shop(shop, number=number, by=by)
    [merchant_id] = owner.memberships
    with clock.standing_at(clock.now() + timedelta(hours=30)):
        stocking.stock(shop, merchant_id, owner=owner, by=by)


def _trade(chosen: Sequence[Shop], now: datetime, purchases: int, tell: Callable[[str], None]) -> None:
    cast = _cast(chosen)
    planned = planning.plan(chosen, purchases=purchases, until=now)
    trading.play(planned, cast, until=now, tell=tell)
    _fill_cart(chosen, cast)


def _cast(chosen: Sequence[Shop]) -> trading.Cast:
    there = opening.opened()
    accounts = enrolling.ids([one.email for one in people.BUYERS])
    buyers = {
        one.email: actor_of_person(accounts[one.email], locale=one.locale)
        for one in people.BUYERS
        if one.account
    }
    owning = {shop.slug: people.owner(shop.slug).email for shop in chosen}
    packing = owning | {
        one.shop: one.email for one in people.STAFF if one.role == "packer" and one.shop in owning
    }
    ids = enrolling.ids([*packing.values(), *owning.values()])
    rows = Variant.objects.values_list("merchant_id", "product__source_key", "position", "pk")
    slugs = {merchant_id: slug for slug, merchant_id in there.items()}
    return trading.Cast(
        buyers=buyers,
        packers={slug: actor_of_person(ids[email]) for slug, email in packing.items()},
        owners={slug: actor_of_person(ids[email]) for slug, email in owning.items()},
        slugs=slugs,
        variants={(slugs[merchant], key, place): pk for merchant, key, place, pk in rows},
        travelled=frozenset(TrackingEvent.objects.values_list("parcel__order_id", "status", "place")),
    )


def _fill_cart(chosen: Sequence[Shop], cast: trading.Cast) -> None:
    """What Mei means to buy next, of two shops."""
    for shop in chosen[:2]:
        if (
            put_in(cast.variants[shop.slug, shop.goods[0].slug, 0], 1, by=cast.buyers["mei@chengdu.example"])
            > 1
        ):
            return


def _tell_events(tell: Callable[[str], None]) -> None:
    """Tell what was recorded to those who listen (the search index above all), unless somebody else is telling already."""
    waiting = Event.objects.filter(told_at__isnull=True).count()
    tell(f"Events to tell: {waiting}")
    dispatcher = Dispatcher()
    try:
        while dispatcher.turn():
            pass
    finally:
        dispatcher.close()
