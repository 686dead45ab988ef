"""How parcels travel: carriers, stations and times between a shop and a buyer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from entrepot.demo.goods import Shop, shops
from entrepot.demo.people import Buyer
from entrepot.kit.clock import SHANGHAI
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


#: People work, and doors are opened, between these hours.
_MORNING, _EVENING = 8, 20
AT_HOME, ABROAD = ZoneInfo("America/Chicago"), SHANGHAI


@dataclass(frozen=True, slots=True)
class Leg:
    """What a carrier says of a parcel, and when."""

    at: datetime
    status: Status
    place: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Journey:
    """A parcel's carrier, number and stations, the last of them its delivery."""

    carrier: str
    number: str
    legs: tuple[Leg, ...]

    @property
    def delivered_at(self) -> datetime:
        return self.legs[-1].at


def by_day(moment: datetime, zone: ZoneInfo, chance: Random) -> datetime:
    """`moment`, or the next hour of work after it."""
    local = moment.astimezone(zone)
    if _MORNING <= local.hour < _EVENING:
        return moment
    day = local + timedelta(days=1) if local.hour >= _EVENING else local
    return day.replace(hour=chance.randint(_MORNING, _EVENING - 3))


def journey(slug: str, buyer: Buyer, start: datetime, chance: Random) -> Journey:
    """From a shop, where the parcel is handed over at `start`, to a buyer."""
    shop = next(one for one in shops() if one.slug == slug)
    number = f"{chance.choice('ELRU')}{chance.choice('ABK')}{chance.randrange(10**9):09d}US"
    if buyer.is_abroad:
        return Journey(chance.choice(_ABROAD), number, tuple(_abroad(shop, buyer, start, chance)))
    return Journey(chance.choice(_HOME), number, tuple(_home(shop, buyer, start, chance)))


def _abroad(shop: Shop, buyer: Buyer, start: datetime, chance: Random) -> Iterable[Leg]:
    days = chance.uniform(shop.freight["days_min"] - 2, shop.freight["days_max"] - 1)
    airport = _CUSTOMS[buyer.ship_to["region"]]
    city = buyer.ship_to["city"]
    yield Leg(_after(start, days * 0.08), Status.IN_TRANSIT, f"{shop.city}, {shop.state}")
    yield Leg(_after(start, days * 0.3), Status.IN_TRANSIT, chance.choice(_GATEWAYS))
    yield Leg(_after(start, days * 0.55), Status.CUSTOMS, airport)
    if not chance.randrange(_HELD):
        yield Leg(_after(start, days * 0.65), Status.PROBLEM, airport, "包装破损，正在重新打包。")
        days += 3
    yield Leg(_after(start, days * 0.7), Status.IN_TRANSIT, city)
    yield from _delivery(by_day(_after(start, days), ABROAD, chance), ABROAD, city, buyer.ship_to["district"])


def _home(shop: Shop, buyer: Buyer, start: datetime, chance: Random) -> Iterable[Leg]:
    days = chance.uniform(2, 6)
    yield Leg(_after(start, days * 0.15), Status.IN_TRANSIT, f"{shop.city}, {shop.state}")
    if not chance.randrange(_HELD):
        yield Leg(
            _after(start, days * 0.4), Status.PROBLEM, f"{shop.city}, {shop.state}", "Held by a snowstorm."
        )
        days += 2
    there = f"{buyer.ship_to['city']}, {buyer.ship_to['region']}"
    yield from _delivery(by_day(_after(start, days), AT_HOME, chance), AT_HOME, there)


def _delivery(at: datetime, zone: ZoneInfo, place: str, note: str = "") -> Iterable[Leg]:
    """Out for delivery in the morning of the same day, then delivered."""
    local = at.astimezone(zone)
    yield Leg(local.replace(hour=7), Status.OUT_FOR_DELIVERY, place, note)
    yield Leg(at, Status.DELIVERED, place)


def _after(start: datetime, days: float) -> datetime:
    return start + timedelta(days=days)
