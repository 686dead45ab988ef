"""Understanding what a caller asks for: the API's body or a checkout form becomes a Basket, a PurchaseRequest, or a refusal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from entrepot.customs import identity_number
from entrepot.customs.errors import IdNeeded
from entrepot.identity import addresses
from entrepot.kit.actor import Actor
from entrepot.kit.errors import FieldError, Malformed
from entrepot.kit.sealing import keyed_hash
from entrepot.payments.providers import check_takes_payments
from entrepot.trade.errors import KeyMissing
from entrepot.trade.requests import Basket, Destination, PaymentChoice, PurchaseRequest, WantedLine

_KEY = re.compile(r"[\x21-\x7e]{1,80}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def basket(document: Mapping[str, Any]) -> Basket:
    """What a quote is asked for: `currency`, `ship_to`, `lines`. Raises Malformed naming each field."""
    to = destination(document.get("ship_to") or {}, id_needed=False)
    return Basket(_currency(document), to, lines(document.get("lines") or []))


def purchase(document: Mapping[str, Any], *, key: str, by: Actor) -> PurchaseRequest:
    """A purchase as asked for. Raises KeyMissing, Malformed, IdNeeded, IdNumberWrong, ProviderUnknown."""
    if not _KEY.fullmatch(key):
        raise KeyMissing
    email = _email(document, needed=by.id is None)
    to = destination(document.get("ship_to") or {}, id_needed=True, email=email)
    wanted = lines(document.get("lines") or [])
    payment = document.get("payment") or {}
    expected = document.get("expected_total")
    currency = _currency(document)
    choice = PaymentChoice(str(payment.get("provider", "")), str(payment.get("token", "")))
    if not choice.provider or not 0 < len(choice.token) <= 200:
        raise Malformed(fields=[FieldError("payment", _("Say how this is paid: a provider and its token."))])
    check_takes_payments(choice.provider)  # refused before anything is placed for it
    return PurchaseRequest(
        by=by,
        currency=currency,
        destination=to,
        lines=wanted,
        payment=choice,
        scope=_scope(by, email),
        key=key,
        email=email,
        quote=str(document.get("quote") or ""),
        expected_minor=expected if isinstance(expected, int) else None,
        locale=by.locale,
    )


def destination(values: Mapping[str, Any], *, id_needed: bool, email: str = "") -> Destination:
    """Where the goods go. Raises OutsideSaleArea, Malformed, IdNeeded, IdNumberWrong, naming fields under `ship_to`."""
    address = addresses.parse(values)
    content = address.content
    id_hash = None
    if address.country == "CN" and (address.id_number or id_needed):
        if not address.id_number:
            raise IdNeeded(fields=[FieldError("ship_to.id_number", IdNeeded.sentence)])
        content["id_number"] = identity_number.check(address.id_number, field="ship_to.id_number")
        id_hash = identity_number.quota_key(content["id_number"])
    else:
        content["id_number"] = ""  # nothing is kept that nobody needs
    if email:
        content["email"] = email
    return Destination(address.country, address.region, content, id_hash)


def lines(values: Sequence[Any]) -> tuple[WantedLine, ...]:
    """The wanted lines. Raises Malformed, naming `lines.N.variant` or `lines.N.quantity`."""
    wanted, wrong = [], []
    for index, value in enumerate(values):
        try:
            variant = value["variant"] if isinstance(value["variant"], UUID) else UUID(str(value["variant"]))
        except (KeyError, TypeError, ValueError):
            wrong.append(FieldError(f"lines.{index}.variant", _("This is not the id of a variant.")))
            continue
        quantity = value.get("quantity")
        if type(quantity) is not int:
            wrong.append(FieldError(f"lines.{index}.quantity", _("A quantity is a whole number.")))
            continue
        wanted.append(WantedLine(variant, quantity))
    if not values:
        wrong.append(FieldError("lines", _("Say what you want to buy.")))
    if wrong:
        raise Malformed(fields=wrong)
    return tuple(wanted)


def _currency(document: Mapping[str, Any]) -> str:
    currency = str(document.get("currency") or "")
    if not _CURRENCY.fullmatch(currency):
        raise Malformed(
            fields=[FieldError("currency", _("A currency is three capital letters, such as CNY."))]
        )
    return currency


def _email(document: Mapping[str, Any], *, needed: bool) -> str:
    email = str(document.get("email") or "").strip()
    if not email and not needed:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        raise Malformed(
            fields=[FieldError("email", _("Please give an e-mail address, so that you can follow it."))]
        ) from None
    return email.lower()


def _scope(by: Actor, email: str) -> bytes:
    """Whose keys are told apart: the API key's, else the person's, else those of the guest with this e-mail."""
    owner = f"key:{by.key_id}" if by.key_id else f"person:{by.id}" if by.id else f"guest:{email}"
    return keyed_hash(owner, purpose="trade.scope")
