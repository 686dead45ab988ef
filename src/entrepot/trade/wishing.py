"""Wishing: what a person, or a guest's browser, means to remember. Nothing is reserved and no price is promised by it."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import DomainError, NotFound
from entrepot.kit.verb import verb
from entrepot.trade.carting import on_sale
from entrepot.trade.carts import wished
from entrepot.trade.models import Wish

#: As many as a person may still overlook.
WISHES_MAX = 200


class WishListFull(DomainError):
    """A wish list that grows without end helps nobody."""

    code = "wish_list.full"
    sentence = _("A wish list holds at most {most} goods. Please remove some first.")


@verb(allow={Caller.GUEST, Caller.PERSON})
def wish(variant_id: UUID, *, by: Actor) -> int:
    """Remember a variant at today's price; one that is remembered already keeps its first price. Answers how many there are.

    Raises NotOnSale, WishListFull, NotFound (a guest without a key).
    """
    offer = on_sale(variant_id)
    if by.id is None and not by.guest_key:
        raise NotFound
    others = wished(by).exclude(variant_id=variant_id).count()
    if others >= WISHES_MAX:
        raise WishListFull(most=WISHES_MAX)
    made = Wish(
        person_id=by.id,
        guest_key="" if by.id is not None else by.guest_key,
        variant_id=variant_id,
        seen_minor=offer.unit_minor(offer.quantity_min),
        seen_currency=offer.currency,
    )
    Wish.objects.bulk_create([made], ignore_conflicts=True)
    return others + 1


@verb(allow={Caller.GUEST, Caller.PERSON})
def forget(variant_id: UUID, *, by: Actor) -> int:
    """Remember a variant no longer, whether it was remembered or not; answers how many are left."""
    wished(by).filter(variant_id=variant_id).delete()
    return wished(by).count()


@verb(allow={Caller.PERSON})
def adopt(guest_key: str, *, by: Actor) -> int:
    """A guest signed in: what the browser remembered joins the person's list, the latest first. Answers how many there are."""
    mine = set(wished(by).values_list("variant_id", flat=True))
    theirs = wished(Actor(guest_key=guest_key)) if guest_key else Wish.objects.none()
    new = [line for line in theirs if line.variant_id not in mine][: max(0, WISHES_MAX - len(mine))]
    Wish.objects.filter(pk__in=[line.pk for line in new]).update(person_id=by.id, guest_key="")
    theirs.delete()
    return len(mine) + len(new)
