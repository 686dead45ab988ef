"""Every state a thing can be in, in words, with its tone: one list, so that 'paid' looks the same wherever it stands."""

from django.utils.translation import pgettext_lazy

from entrepot.web.parts import Text, Tone

_ICONS = {
    Tone.NEUTRAL: "dot",
    Tone.ACTIVE: "clock",
    Tone.GOOD: "check",
    Tone.WARN: "warning",
    Tone.BAD: "cross",
}

STATES: dict[str, tuple[Text, Tone]] = {
    # purchases and orders
    "placed": (pgettext_lazy("state", "Placed, not paid"), Tone.WARN),
    "awaiting_payment": (pgettext_lazy("state", "Awaiting payment"), Tone.WARN),
    "paid": (pgettext_lazy("state", "Paid, being prepared"), Tone.ACTIVE),
    "part_shipped": (pgettext_lazy("state", "Sent in part"), Tone.ACTIVE),
    "shipped": (pgettext_lazy("state", "On its way"), Tone.ACTIVE),
    "delivered": (pgettext_lazy("state", "Delivered"), Tone.GOOD),
    "completed": (pgettext_lazy("state", "Completed"), Tone.GOOD),
    "cancelled": (pgettext_lazy("state", "Cancelled"), Tone.NEUTRAL),
    "expired": (pgettext_lazy("state", "Expired"), Tone.NEUTRAL),
    "disputed": (pgettext_lazy("state", "Disputed"), Tone.WARN),
    "lost": (pgettext_lazy("state", "Lost on the way"), Tone.BAD),
    "returned": (pgettext_lazy("state", "Returned"), Tone.NEUTRAL),
    "refunded": (pgettext_lazy("state", "Refunded"), Tone.NEUTRAL),
    # payments and money
    "pending": (pgettext_lazy("state", "Pending"), Tone.ACTIVE),
    "needs_action": (pgettext_lazy("state", "Needs your confirmation"), Tone.WARN),
    "authorised": (pgettext_lazy("state", "Authorised"), Tone.ACTIVE),
    "captured": (pgettext_lazy("state", "Received"), Tone.GOOD),
    "declined": (pgettext_lazy("state", "Declined"), Tone.BAD),
    "failed": (pgettext_lazy("state", "Failed"), Tone.BAD),
    "voided": (pgettext_lazy("state", "Voided"), Tone.NEUTRAL),
    "held": (pgettext_lazy("state", "Held in escrow"), Tone.ACTIVE),
    "released": (pgettext_lazy("state", "Released to the merchant"), Tone.GOOD),
    # products and their import
    "draft": (pgettext_lazy("state", "Draft"), Tone.NEUTRAL),
    "published": (pgettext_lazy("state", "Published"), Tone.GOOD),
    "archived": (pgettext_lazy("state", "Archived"), Tone.NEUTRAL),
    "waiting": (pgettext_lazy("state", "Waiting"), Tone.NEUTRAL),
    "running": (pgettext_lazy("state", "Under way"), Tone.ACTIVE),
    "done": (pgettext_lazy("state", "Done"), Tone.GOOD),
    "taken": (pgettext_lazy("state", "Taken"), Tone.GOOD),
    "changed": (pgettext_lazy("state", "Changed"), Tone.ACTIVE),
    "unchanged": (pgettext_lazy("state", "Unchanged"), Tone.NEUTRAL),
    # merchants and promises
    "applied": (pgettext_lazy("state", "Awaiting approval"), Tone.WARN),
    "approved": (pgettext_lazy("state", "Approved"), Tone.GOOD),
    "verified": (pgettext_lazy("state", "Verified"), Tone.GOOD),
    "refused": (pgettext_lazy("state", "Refused"), Tone.BAD),
    "suspended": (pgettext_lazy("state", "Suspended"), Tone.BAD),
    "kept": (pgettext_lazy("state", "Kept"), Tone.GOOD),
    "broken": (pgettext_lazy("state", "Broken"), Tone.BAD),
}


def described(state: str, *, label: Text = "", tone: str = "") -> tuple[Text, Tone, str]:
    """Words, tone and icon of a state; an enum's own label or a given one wins over the list, an unknown state is neutral."""
    words, feeling = STATES.get(str(state), ("", Tone.NEUTRAL))
    feeling = Tone(tone) if tone else feeling
    return (
        label or words or getattr(state, "label", "") or str(state).replace("_", " "),
        feeling,
        _ICONS[feeling],
    )
