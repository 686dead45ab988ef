"""How parcels travel: carriers, stations and times between a shop and a buyer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from entrepot.demo.goods import Shop, shops
from entrepot.demo.people import Buyer
from entrepot.shipping.statuses import TrackingStatus as Status

_ABROAD = ("UPS Worldwide Expedited", "USPS Priority Mail International", "FedEx International Connect")
_HOME = ("USPS Ground Advantage", "UPS Ground")
_GATEWAYS = ("Chicago, IL", "Anchorage, AK", "Los Angeles, CA", "Louisville, KY")
#: Where the parcels of each province are cleared.
_CUSTOMS = {
    "上海市": "上海浦东机场",
    "浙江省": "上海浦东机场",
    "江苏省": "上海浦东机场",
    "北京市": "北京首都机场",
    "广东省": "广州白云机场",
    "四川省": "成都双流机场",
    "福建省": "厦门高崎机场",
    "湖北省": "武汉天河机场",
    "重庆市": "重庆江北机场",
    "陕西省": "西安咸阳机场",
    "辽宁省": "大连周水子机场",
    "云南省": "昆明长水机场",
    "湖南省": "长沙黄花机场",
}
#: Of so many parcels one is held up on the way.
_HELD = 14


@dataclass(frozen=True, slots=True)
class Leg:
    """What a carrier says of a parcel, so long after it was handed over."""

    after: timedelta
    status: Status
    place: str
    note: str = ""

    @property
    def is_delivery(self) -> bool:
        return self.status == Status.DELIVERED


@dataclass(frozen=True, slots=True)
class Journey:
    """A parcel's carrier, number and stations."""

    carrier: str
    number: str
    legs: tuple[Leg, ...]


def journey(slug: str, buyer: Buyer, chance: Random) -> Journey:
    """From a shop to a buyer."""
    shop = next(one for one in shops() if one.slug == slug)
    number = f"{chance.choice('ELRU')}{chance.choice('ABK')}{chance.randrange(10**9):09d}US"
    if buyer.is_abroad:
        return Journey(chance.choice(_ABROAD), number, tuple(_abroad(shop, buyer, chance)))
    return Journey(chance.choice(_HOME), number, tuple(_home(shop, buyer, chance)))


def _abroad(shop: Shop, buyer: Buyer, chance: Random) -> Iterable[Leg]:
    days = chance.uniform(shop.freight["days_min"] - 2, shop.freight["days_max"] - 1)
    airport = _CUSTOMS[buyer.ship_to["region"]]
    city = buyer.ship_to["city"]
    yield _leg(days * 0.08, Status.IN_TRANSIT, f"{shop.city}, {shop.state}")
    yield _leg(days * 0.3, Status.IN_TRANSIT, chance.choice(_GATEWAYS))
    yield _leg(days * 0.62, Status.CUSTOMS, airport)
    if not chance.randrange(_HELD):
        yield _leg(days * 0.75, Status.PROBLEM, airport, "包装破损，正在重新打包。")
        days += 3
    yield _leg(days * 0.8, Status.IN_TRANSIT, city)
    yield _leg(days * 0.97, Status.OUT_FOR_DELIVERY, city, buyer.ship_to["district"])
    yield _leg(days, Status.DELIVERED, city)


def _home(shop: Shop, buyer: Buyer, chance: Random) -> Iterable[Leg]:
    days = chance.uniform(2, 6)
    there = f"{buyer.ship_to['city']}, {buyer.ship_to['region']}"
    yield _leg(days * 0.15, Status.IN_TRANSIT, f"{shop.city}, {shop.state}")
    if not chance.randrange(_HELD):
        yield _leg(days * 0.5, Status.PROBLEM, f"{shop.city}, {shop.state}", "Held by a snowstorm.")
        days += 2
    yield _leg(days * 0.9, Status.OUT_FOR_DELIVERY, there)
    yield _leg(days, Status.DELIVERED, there)


def _leg(days: float, status: Status, place: str, note: str = "") -> Leg:
    return Leg(timedelta(days=days), status, place, note)
