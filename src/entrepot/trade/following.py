"""The signed link by which a guest follows a purchase: whoever holds it may see it and confirm its receipt."""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer

_SIGNER = Signer(salt="entrepot.trade.follow", sep=".")


def follow_token(purchase_id: UUID) -> str:
    """The token of a purchase's link."""
    return _SIGNER.sign(purchase_id.hex)


def followed(token: str) -> UUID | None:
    """The purchase that a token stands for; None if we did not sign it."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None


def follow_url(purchase_id: UUID, *, locale: str) -> str:
    """The address of the page that follows a purchase."""
    return f"{settings.URL}/{locale}/follow/{follow_token(purchase_id)}/"
