"""Presenting: how a merchant's storefront calls and describes itself, in both languages."""

from uuid import UUID

from entrepot.identity.rules import may_manage
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb
from entrepot.merchants.models import Merchant
from entrepot.merchants.rules import NEEDED, tidy

_STORY_MOST = 4000


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def change_storefront(
    merchant_id: UUID,
    *,
    name: str,
    name_zh: str = "",
    trade: str = "",
    trade_zh: str = "",
    story: str = "",
    story_zh: str = "",
    by: Actor,
) -> Merchant:
    """Write what the storefront says of itself; its address and legal name stay.

    Plain text, a story in paragraphs. Raises OnlyInPerson, NotFound, NotAllowed (owners only), Malformed (no name).
    """
    may_manage(merchant_id, by=by)
    merchant = Merchant.objects.locked().filter(pk=merchant_id).first()
    if merchant is None:
        raise NotFound
    if not tidy(name, 120):
        raise Malformed(fields=[FieldError("name", NEEDED)])
    merchant.name, merchant.name_zh = tidy(name, 120), tidy(name_zh, 120)
    merchant.trade, merchant.trade_zh = tidy(trade, 120), tidy(trade_zh, 120)
    merchant.story, merchant.story_zh = story.strip()[:_STORY_MOST], story_zh.strip()[:_STORY_MOST]
    merchant.save(update_fields=["name", "name_zh", "trade", "trade_zh", "story", "story_zh"])
    record("merchant.storefront_changed", merchant.pk, by=by, merchant_id=merchant.pk)
    return merchant
