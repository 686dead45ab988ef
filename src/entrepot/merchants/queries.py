"""Reads of merchants for other domains and screens: terms of a sale, applications, where each business stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from entrepot.identity import queries as identity
from entrepot.identity.queries import LegalEntity
from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.sql import fetch
from entrepot.merchants.models import Application, Merchant, Suspension

#: Rows of a page of the operator's lists.
PAGE = 30

_TERMS = """
SELECT merchant.id, merchant.slug, merchant.name, merchant.name_zh, merchant.legal_name, merchant.currency,
       merchant.country, merchant.is_small,
       EXISTS (SELECT FROM merchants_suspension AS suspension
                WHERE suspension.merchant_id = merchant.id AND suspension.lifted_at IS NULL)
  FROM merchants_merchant AS merchant WHERE merchant.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sale needs to know of a merchant."""

    id: UUID
    slug: str
    name: str
    name_zh: str
    legal_name: str
    currency: str
    country: str
    is_small: bool
    is_suspended: bool


def terms(merchant_ids: Iterable[UUID]) -> dict[UUID, Terms]:
    """The terms of each merchant."""
    return {row[0]: Terms(*row) for row in fetch(_TERMS, [list(merchant_ids)])}


def names(merchant_ids: Iterable[UUID]) -> dict[UUID, Merchant]:
    """The merchants by id, for showing whose an order is."""
    return Merchant.objects.in_bulk(list(merchant_ids))


def ids_after(after: UUID | None, limit: int) -> list[UUID]:
    """The next merchants in the order of their ids: for what goes through all of them."""
    rows = (
        Merchant.objects.order_by("pk")
        if after is None
        else Merchant.objects.filter(pk__gt=after).order_by("pk")
    )
    return list(rows.values_list("pk", flat=True)[:limit])


def id_of_slug(slug: str) -> UUID:
    """The merchant at this shop's address, for a command. Raises NotFound."""
    found = Merchant.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def to_size(*, before: datetime, limit: int) -> dict[UUID, str]:
    """Merchants whose sales were not counted since `before`, the longest uncounted first, with their currencies."""
    due = Merchant.objects.filter(Q(sized_at__isnull=True) | Q(sized_at__lt=before))
    rows = due.order_by(F("sized_at").asc(nulls_first=True)).values_list("pk", "currency")[:limit]
    return dict(rows)


_slugs: dict[UUID, str] = {}


def slugs(merchant_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The address of each merchant's shop. A slug never changes, so each process asks for each once."""
    ids = list(merchant_ids)
    if missing := [key for key in ids if key not in _slugs]:
        if len(_slugs) > 100_000:
            _slugs.clear()
        _slugs.update(Merchant.objects.filter(pk__in=missing).values_list("pk", "slug"))
    return {key: _slugs[key] for key in ids}


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """An application with its business. state: applied, approved or refused."""

    id: UUID
    business: LegalEntity
    name: str
    slug: str
    trade: str
    currency: str
    created_at: datetime
    answered_at: datetime | None
    state: str
    reason: str
    answered_by: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class MerchantView:
    """A merchant in the operator's list, and the reason while it is suspended."""

    id: UUID
    slug: str
    name: str
    name_zh: str
    legal_name: str
    trade: str
    trade_zh: str
    country: str
    region: str
    city: str
    founded: int | None
    currency: str
    created_at: datetime
    suspended_at: datetime | None
    suspended_for: str
    is_own: bool

    @property
    def state(self) -> str:
        return "suspended" if self.suspended_at else "approved"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a business stands with selling. state: "", applied, refused, approved, suspended."""

    state: str = ""
    reason: str = ""
    name: str = ""
    slug: str = ""
    trade: str = ""


def standings(business_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """Where each business stands; one that never applied has an empty state."""
    ids = list(business_ids)
    found = dict.fromkeys(ids, Standing())
    for row in Application.objects.filter(business_id__in=ids).select_related("refusal"):
        refusal = getattr(row, "refusal", None)
        state = "refused" if refusal else "applied"
        found[row.business_id] = Standing(
            state, refusal.reason if refusal else "", row.name, row.slug, row.trade
        )
    for merchant in Merchant.objects.filter(pk__in=ids):
        found[merchant.pk] = Standing("approved", "", merchant.name, merchant.slug, merchant.trade)
    for live in Suspension.objects.filter(merchant_id__in=ids, lifted_at__isnull=True).select_related(
        "merchant"
    ):
        shop = live.merchant
        found[shop.pk] = Standing("suspended", live.reason, shop.name, shop.slug, shop.trade)
    return found


def applications(
    *, waiting: bool, before: UUID | None = None, by: Actor
) -> tuple[list[ApplicationView], UUID | None]:
    """A page of applications, the newest first, and the id after which the next page begins. Raises NotAllowed.

    Ids are UUIDv7, so their order is that of the first asking; one that asks again keeps its place.
    """
    _operator(by)
    rows = Application.objects.filter(answered_at__isnull=waiting).select_related("refusal").order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    page = list(rows[: PAGE + 1])
    return _viewed(page[:PAGE], by), page[PAGE - 1].pk if len(page) > PAGE else None


def waiting_count(by: Actor) -> int:
    """How many applications wait for an answer, counted up to 100. Raises NotAllowed."""
    _operator(by)
    return Application.objects.filter(answered_at__isnull=True)[:100].count()


def application(application_id: UUID, *, by: Actor) -> ApplicationView:
    """One application that the caller may see. Raises NotFound."""
    row = Application.objects.visible_to(by).filter(pk=application_id).select_related("refusal").first()
    if row is None:
        raise NotFound
    return _viewed([row], by)[0]


def _viewed(rows: list[Application], by: Actor) -> list[ApplicationView]:
    businesses = identity.entities([row.business_id for row in rows])
    merchants = {
        merchant.pk: merchant
        for merchant in Merchant.objects.filter(pk__in=list(businesses)).select_related("approval")
    }
    answers = {}
    for row in rows:
        merchant = merchants.get(row.business_id)
        answers[row.pk] = getattr(merchant, "approval", None) or getattr(row, "refusal", None)
    people = identity.names([answer.by_id for answer in answers.values() if answer])
    views = []
    for row in rows:
        answer = answers[row.pk]
        state = "approved" if row.business_id in merchants else "refused" if answer else "applied"
        views.append(
            ApplicationView(
                id=row.pk,
                business=businesses[row.business_id],
                name=row.name,
                slug=row.slug,
                trade=row.trade,
                currency=row.currency,
                created_at=row.created_at,
                answered_at=row.answered_at,
                state=state,
                reason=answer.reason if answer else "",
                answered_by=people.get(answer.by_id, "") if answer else "",
                is_own=row.business_id in by.memberships,
            )
        )
    return views


def merchants(*, before: UUID | None = None, by: Actor) -> tuple[list[MerchantView], UUID | None]:
    """A page of merchants, the newest business first, and the id after which the next page begins. Raises NotAllowed."""
    _operator(by)
    rows = Merchant.objects.order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    page = list(rows[: PAGE + 1])
    return _listed(page[:PAGE], by), page[PAGE - 1].pk if len(page) > PAGE else None


def merchant(slug: str, *, by: Actor) -> MerchantView:
    """One merchant for the operator. Raises NotAllowed, NotFound."""
    _operator(by)
    row = Merchant.objects.filter(slug=slug).first()
    if row is None:
        raise NotFound
    return _listed([row], by)[0]


def _listed(rows: list[Merchant], by: Actor) -> list[MerchantView]:
    live = Suspension.objects.filter(merchant_id__in=[row.pk for row in rows], lifted_at__isnull=True)
    suspended = {one.merchant_id: one for one in live}
    return [
        MerchantView(
            id=row.pk,
            slug=row.slug,
            name=row.name,
            name_zh=row.name_zh,
            legal_name=row.legal_name,
            trade=row.trade,
            trade_zh=row.trade_zh,
            country=row.country,
            region=row.region,
            city=row.city,
            founded=row.founded,
            currency=row.currency,
            created_at=row.created_at,
            suspended_at=suspended[row.pk].created_at if row.pk in suspended else None,
            suspended_for=suspended[row.pk].reason if row.pk in suspended else "",
            is_own=row.pk in by.memberships,
        )
        for row in rows
    ]


def _operator(by: Actor) -> None:
    if not (by.is_operator or by.is_system):
        raise NotAllowed
