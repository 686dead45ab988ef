"""Where a merchant is paid: given in person, checked, sealed, and not used before its owners had time to object."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.identity import queries as identity
from entrepot.identity.rules import in_person, tidy
from entrepot.kit import clock
from entrepot.kit.actor import Actor, Caller, Permission
from entrepot.kit.errors import FieldError, Malformed, NotAllowed, NotFound
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.sealing import seal, unseal
from entrepot.kit.verb import verb
from entrepot.payments.banks import Beneficiary
from entrepot.payments.parameters import payout_terms
from entrepot.payments.paying_out.errors import AccountUnchanged
from entrepot.payments.paying_out.models import BankAccount
from entrepot.payments.paying_out.numbers import NEEDED, checked, same_name


@dataclass(frozen=True, slots=True)
class AccountView:
    """What can be shown of a bank account. state: current, waiting (given, not used yet) or replaced."""

    id: UUID
    kind: str
    country: str
    currency: str
    holder: str
    masked: str
    given_by: str
    given_at: datetime
    usable_from: datetime
    state: str


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def give_account(
    merchant_id: UUID, *, kind: str, holder: str, number: str, routing: str = "", by: Actor
) -> BankAccount:
    """Have the merchant paid to this account from now on: a new row, whatever was before, used after the waiting time.

    The owners are told by mail. Raises OnlyInPerson, NotFound, NotAllowed (those who account only), Malformed (kind, holder,
    number, routing), AccountUnchanged.
    """
    in_person(by)
    must_account(merchant_id, by=by)
    entity = identity.entities([merchant_id]).get(merchant_id)
    if entity is None:
        raise NotFound
    name = tidy(holder, 200)
    if not same_name(name, entity.legal_name):
        theirs = _("The account has to be in the name of your business: {name}.")
        sentence = theirs.format(name=entity.legal_name) if name else NEEDED
        raise Malformed(fields=[FieldError("holder", sentence)])
    given = checked(kind, number=number, routing=routing)
    at, content = clock.now(), {"number": given.number, "routing": given.routing}
    before = current([merchant_id]).get(merchant_id)
    if before and before.kind == given.kind and _opened(before) == content:
        raise AccountUnchanged
    account = BankAccount(
        id=new_id(),
        merchant_id=merchant_id,
        kind=given.kind,
        country=given.country,
        currency=given.currency,
        holder=name,
        ending=given.ending,
        by_id=by.id,
        created_at=at,
        usable_from=at + timedelta(hours=payout_terms(at.date()).bank_hold_hours),
    )
    account.sealed = seal(content, purpose=_purpose(account))
    account.save(force_insert=True)
    record("bank_account.given", account.pk, by=by, merchant_id=merchant_id)
    return account


def must_account(merchant_id: UUID, *, by: Actor) -> None:
    """Raises NotFound for a business that is not the caller's, NotAllowed for one where the caller does not account."""
    if not by.is_system and merchant_id not in by.memberships:
        raise NotFound
    if not by.may(Permission.MONEY, merchant_id):
        raise NotAllowed


def current(merchant_ids: Collection[UUID]) -> dict[UUID, BankAccount]:
    """The account of each merchant that has given one: the newest."""
    rows = BankAccount.objects.filter(merchant_id__in=list(merchant_ids)).order_by("merchant_id", "-id")
    return {row.merchant_id: row for row in rows.distinct("merchant_id")}


def beneficiary(account: BankAccount) -> Beneficiary:
    """The account as the bank needs it, opened: for the call and for nothing else."""
    content = _opened(account)
    return Beneficiary(account.kind, account.country, account.holder, content["number"], content["routing"])


def accounts(merchant_id: UUID, *, by: Actor) -> list[AccountView]:
    """Every account that this merchant gave, the newest first. Raises NotFound, NotAllowed."""
    must_account(merchant_id, by=by)
    rows = list(BankAccount.objects.filter(merchant_id=merchant_id).order_by("-id"))
    people = identity.names([row.by_id for row in rows if row.by_id])
    return [
        AccountView(
            id=row.pk,
            kind=row.kind,
            country=row.country,
            currency=row.currency,
            holder=row.holder,
            masked=row.masked,
            given_by=people.get(row.by_id, "") if row.by_id else "",
            given_at=row.created_at,
            usable_from=row.usable_from,
            state="replaced" if index else "waiting" if row.usable_from > clock.now() else "current",
        )
        for index, row in enumerate(rows)
    ]


def _purpose(account: BankAccount) -> str:
    return f"{BankAccount.PURPOSE}:{account.pk}"


def _opened(account: BankAccount) -> dict[str, str]:
    content: dict[str, str] = unseal(bytes(account.sealed), purpose=_purpose(account))
    return content
