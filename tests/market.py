"""A small market that tests buy in: two American merchants, goods that customs knows, rates, freight and stock."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from entrepot.catalog.models import Category, Product, Publication, Variant
from entrepot.customs import identity_number, queries, seeding
from entrepot.customs.models import PositiveListEntry, Rule, RuleVersion, Tariff
from entrepot.identity.models import Business, Member, Person
from entrepot.kit import clock
from entrepot.kit.actor import ANONYMOUS, SYSTEM, Actor, Permission
from entrepot.kit.ids import new_id
from entrepot.kit.sealing import keyed_hash
from entrepot.merchants.models import Approval, FeePlan, Merchant
from entrepot.payments import rates
from entrepot.shipping.models import Rate
from entrepot.stock.models import Level, Location, Movement
from entrepot.trade.requests import Destination, PaymentChoice, PurchaseRequest, WantedLine

ID_NUMBER = "11010519491231002X"
SHANGHAI = {
    "country": "CN",
    "region": "上海市",
    "city": "上海市",
    "district": "黄浦区",
    "postal_code": "200001",
    "lines": ["南京东路1号"],
    "name": "收件人",
    "phone": "+8613800138000",
    "id_number": ID_NUMBER,
}


def merchant(slug: str, *, currency: str = "USD") -> Merchant:
    """An approved American merchant with freight to China and the United States, and a place for its stock."""
    business = Business.objects.create(
        legal_name=f"{slug.title()} LLC", country="US", region="OH", city="Columbus"
    )
    row = Merchant.objects.create(
        id=business.pk,
        slug=slug,
        name=slug.title(),
        legal_name=business.legal_name,
        currency=currency,
        country="US",
    )
    Approval.objects.create(merchant=row, by_id=new_id())
    for country in ("CN", "US"):
        Rate.objects.create(
            merchant_id=row.pk,
            country=country,
            currency=currency,
            first_minor=1000,
            step_minor=500,
            days_min=7,
            days_max=14,
        )
    Location.objects.create(merchant_id=row.pk, name="Main")
    return row


def product(
    seller: Merchant, title: str, price_minor: int, *, stock: int = 10, published: bool = True, **facts: Any
) -> Variant:
    """A product with one variant, ready to be sold to China unless `facts` say otherwise."""
    values = {
        "title_zh": f"{title}（中文）",
        "hs8": "04090000",
        "origin": "US",
        "net_content": Decimal("500"),
        "net_unit": "g",
        "source_key": title.lower().replace(" ", "-"),
    } | facts
    weight = values.pop("weight_grams", 600)
    row = Product.objects.create(merchant=seller, title=title, **values)
    variant = Variant.objects.create(
        product=row,
        merchant_id=seller.pk,
        price_minor=price_minor,
        currency=seller.currency,
        weight_grams=weight,
    )
    if published:
        Publication.objects.create(product=row)
    put(variant, stock)
    return variant


def another(variant: Variant, price_minor: int, *, stock: int = 10, **facts: Any) -> Variant:
    """One more variant of the same product."""
    row = Variant.objects.create(
        product=variant.product,
        merchant_id=variant.merchant_id,
        price_minor=price_minor,
        currency=variant.currency,
        weight_grams=variant.weight_grams,
        position=1,
        **facts,
    )
    put(row, stock)
    return row


def put(variant: Variant, quantity: int) -> Level:
    """So many on hand, with the movement that explains them."""
    location = Location.objects.get(merchant_id=variant.merchant_id, name="Main")
    level = Level.objects.create(
        variant_id=variant.pk, location=location, merchant_id=variant.merchant_id, on_hand=quantity
    )
    if quantity:
        Movement.objects.create(
            level=level, merchant_id=variant.merchant_id, kind="received", quantity=quantity
        )
    return level


def rules_and_rates(usd_cny: str = "7.1") -> None:
    """The rules of customs that come with us, and exchange rates."""
    rules()
    for base, quote, value in (("USD", "CNY", usd_cny), ("CNY", "USD", "0.1408")):
        rates.publish_rate(
            base=base, quote=quote, value=Decimal(value), source="test", as_of=date(2026, 6, 1), by=SYSTEM
        )


def rules() -> None:
    """The rules of customs that come with us: read from their files by the first test of a process, copied by the others.

    That takes a hundredth of the time, and most tests want them. So does the book that prices are read from: rows that are
    the same in the same version make the same book.
    """
    if RuleVersion.objects.exists():
        seeding.load()
        return
    queries.forget()
    if not _copies:
        seeding.load()
        _copies.update((table, _copied(table)) for table in _TABLES)
        queries.rulebook()
        _books.update(queries._shelf._books)
        return
    queries._shelf._books.update(_books)
    for table, rows in _copies.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write(rows)


def _copied(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(piece) for piece in copy)


_TABLES = tuple(model._meta.db_table for model in (RuleVersion, Rule, Tariff, PositiveListEntry))
_copies: dict[str, bytes] = {}
_books: dict[tuple[int, date], queries.RuleBook] = {}


def person(email: str, **fields: Any) -> Person:
    """Somebody who can sign in with the password `correct horse`."""
    return Person.objects.create_user(email, "correct horse", **fields)


def staff_of(seller: Merchant, *permissions: Permission) -> Actor:
    """A member of a merchant's business who may do everything there, or only what is named."""
    return Actor(id=new_id(), memberships={seller.pk: frozenset(permissions or Permission)})


def destination(address: dict[str, Any] | None = None) -> Destination:
    """An address as trade takes it."""
    content = address or SHANGHAI
    number = content.get("id_number", "")
    return Destination(
        content["country"], content["region"], content, identity_number.quota_key(number) if number else None
    )


@dataclass
class Wish:
    """A purchase request in the making."""

    lines: dict[UUID, int]
    by: Actor = ANONYMOUS
    key: str = ""
    token: str = "tok_ok"
    currency: str = "CNY"
    address: dict[str, Any] = field(default_factory=lambda: dict(SHANGHAI))
    quote: str = ""
    expected_minor: int | None = None

    def request(self) -> PurchaseRequest:
        key = self.key or new_id().hex
        to = destination(self.address)
        wanted = tuple(WantedLine(variant, count) for variant, count in self.lines.items())
        return PurchaseRequest(
            by=self.by,
            currency=self.currency,
            destination=to,
            lines=wanted,
            payment=PaymentChoice("sandbox", self.token),
            scope=keyed_hash(str(self.by.id or "guest"), purpose="test"),
            key=key,
            quote=self.quote,
            expected_minor=self.expected_minor,
        )


def category(slug: str = "food-drink") -> Category:
    return Category.objects.get_or_create(slug=slug, defaults={"name": slug, "name_zh": slug})[0]


def commission(bps: int = 500) -> FeePlan:
    """What everybody is charged, from long ago on."""
    return FeePlan.objects.create(commission_bps=bps, effective_from=clock.now().replace(year=2020))


def member(seller: Merchant, role: str, email: str = "") -> Person:
    """Somebody with a role in a merchant's business, who can sign in."""
    somebody = person(email or f"{role}@{seller.slug}.example")
    Member.objects.create(business_id=seller.pk, person=somebody, role=role)
    return somebody
