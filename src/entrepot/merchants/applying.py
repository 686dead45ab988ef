"""Applying: a business asks to sell."""

from uuid import UUID

from django.db import IntegrityError, transaction

from entrepot.identity import queries as identity
from entrepot.identity.rules import may_manage
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.errors import AlreadyApplied, AlreadyMerchant, OperatorCannotSell, SlugTaken
from entrepot.merchants.models import Application, Merchant, Refusal
from entrepot.merchants.rules import check_shop, tidy


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def apply(
    business_id: UUID, *, name: str, slug: str, trade: str = "", currency: str = "USD", by: Actor
) -> Application:
    """Ask the operator to let a business sell; after a refusal it may ask again, with better words.

    slug: where the shop will be found. currency: of its prices. Raises OnlyInPerson, NotFound, NotAllowed (owners only),
    OperatorCannotSell, Malformed naming the fields, AlreadyMerchant, AlreadyApplied, SlugTaken.
    """
    may_manage(business_id, by=by)
    business = identity.entities([business_id]).get(business_id)
    if business is None:
        raise NotFound
    if business.is_operators:
        raise OperatorCannotSell
    values = {"name": tidy(name, 120), "slug": slug.strip().lower(), "currency": currency}
    check_shop(**values)
    if Merchant.objects.filter(pk=business_id).exists():
        raise AlreadyMerchant
    earlier = Application.objects.locked().filter(business_id=business_id).first()
    if earlier and earlier.answered_at is None:
        raise AlreadyApplied
    others = Application.objects.exclude(business_id=business_id)
    taken = SlugTaken(fields=[FieldError("slug", SlugTaken.sentence)])
    if Merchant.objects.filter(slug=values["slug"]).exists() or others.filter(slug=values["slug"]).exists():
        raise taken
    if earlier:
        Refusal.objects.filter(application=earlier).delete()
    facts = values | {"trade": tidy(trade, 120), "created_at": clock.now(), "answered_at": None}
    try:
        with transaction.atomic():
            application, _ = Application.objects.update_or_create(business_id=business_id, defaults=facts)
    except (
        IntegrityError
    ) as error:  # two asked for the same address, or the same business twice, at this very moment
        raise taken from error
    record("merchant.applied", application.pk, by=by, business=business_id, slug=values["slug"])
    return application
