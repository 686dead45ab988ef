"""Mail to the owners of a business about where it is paid, what came back, and what a buyer's bank took back: told after commit,
in each owner's language.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from entrepot.identity import queries as identity
from entrepot.kit.actor import SYSTEM
from entrepot.kit.events import listen
from entrepot.kit.models import Event
from entrepot.merchants import queries as merchants
from entrepot.payments import queries as payments
from entrepot.payments.paying_out import banking
from entrepot.payments.paying_out import queries as payouts
from entrepot.trade.numbers import number_of

_TEMPLATES = {
    "bank_account.given": "bank_account_given",
    "payout.failed": "payout_failed",
    "payout.paid": "payout_paid",
    "chargeback.opened": "chargeback",
}


@listen(*_TEMPLATES)
def tell_owners(events: list[Event]) -> None:
    """Write to every owner. An event told twice is a mail twice, which says the same."""
    shops = merchants.names([event.merchant_id for event in events if event.merchant_id])
    for event in events:
        if event.merchant_id is None:
            continue
        shop = shops[event.merchant_id]
        facts = _facts(event, event.merchant_id)
        template = f"merchant/email/{_TEMPLATES[event.tag]}"
        for owner in identity.owners(shop.pk):
            with translation.override(owner.locale):
                context = facts | {"name": shop.name, "link": _link(event, shop.slug)}
                subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
                text = render_to_string(f"{template}_message.txt", context)
                EmailMessage(subject, text, to=[owner.email]).send()


def _facts(event: Event, merchant_id: UUID) -> dict[str, Any]:
    if event.tag == "bank_account.given":
        given = banking.accounts(merchant_id, by=SYSTEM)
        return {"account": next(account for account in given if account.id == event.subject_id)}
    if event.tag == "chargeback.opened":
        about = UUID(event.facts["chargeback"])
        shares = payments.shares([event.subject_id])[event.subject_id]
        share = next(each for each in shares if each.chargeback_id == about)
        number = number_of(share.order_id)
        return {"number": number, "amount": share.amount, "until": share.chargeback.respond_by}
    return {"payout": payouts.payout(merchant_id, event.subject_id, by=SYSTEM)}


def _link(event: Event, slug: str) -> str:
    if event.tag == "bank_account.given":
        return settings.URL + reverse("merchant:bank_account", args=[slug])
    if event.tag == "chargeback.opened":
        return settings.URL + reverse("merchant:chargebacks", args=[slug, number_of(event.subject_id)])
    return settings.URL + reverse("merchant:payout", args=[slug, event.subject_id])
