"""Mail to the owners of a business when the operator has decided about it: told after commit, in each owner's language."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from entrepot.identity import queries as identity
from entrepot.kit.events import listen
from entrepot.kit.models import Event
from entrepot.merchants.queries import standings

_TEMPLATES = {
    "merchant.approved": "merchant_approved",
    "merchant.refused": "merchant_refused",
    "merchant.suspended": "merchant_suspended",
    "merchant.lifted": "merchant_lifted",
}


@listen(*_TEMPLATES)
def tell_owners(events: list[Event]) -> None:
    """Write to every owner. An event told twice is a mail twice, which says the same."""
    businesses = {event.id: event.merchant_id or event.facts["business"] for event in events}
    standing = {str(key): value for key, value in standings(businesses.values()).items()}
    for event in events:
        business_id = businesses[event.id]
        now = standing[str(business_id)]
        for owner in identity.owners(business_id):
            with translation.override(owner.locale):
                link = settings.URL + reverse("account:business", args=[business_id])
                context = {"name": now.name, "reason": now.reason, "link": link}
                template = f"account/email/{_TEMPLATES[event.tag]}"
                subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
                EmailMessage(
                    subject, render_to_string(f"{template}_message.txt", context), to=[owner.email]
                ).send()
