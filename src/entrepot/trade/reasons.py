"""Why the system moved an order, where nobody said it in words of their own: a code in the step, a text on the pages."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Reason(TextChoices):
    EXPIRED = "expired", pgettext_lazy("reason", "Not paid in time")
    DECLINED = "declined", pgettext_lazy("reason", "The payment was declined")
    PAID_LATE = (
        "paid late",
        pgettext_lazy("reason", "The payment came late, and everything was still to be had"),
    )
    SILENT = "silent", pgettext_lazy("reason", "By itself, when the time to confirm ended")
    TAX = "import tax", pgettext_lazy("reason", "Import tax, because the customs accepted the return")
    RELEASED = "released", ""


def told(reason: str) -> str:
    """A reason as pages show it: the system's in the reader's language, anybody else's as it was written."""
    return str(Reason(reason).label) if reason in Reason.values else reason
