"""What goes wrong with goods that arrived, and how buyer and merchant settle it: a part of the price back, a return, a dispute,
or the buyer's bank that takes the money back.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from entrepot.demo.planning import Fate
from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.errors import DomainError
from entrepot.payments import refunding
from entrepot.sandbox import disputing as bank
from entrepot.sandbox.errors import DisputeTooMuch
from entrepot.trade import disputing, requesting, returning
from entrepot.trade.aftersale import DisputeReason, RefundRequest
from entrepot.trade.models import Order
from entrepot.trade.receiving import confirm_receipt
from entrepot.trade.returning import Back

type Deed = Callable[[], Iterable[tuple[datetime, Deed]]]

FATES = (Fate.HALVED, Fate.RETURNED, Fate.DISPUTED, Fate.RECLAIMED)

_FLAW = {
    "zh-hans": "收到时有一处划痕，希望退还部分货款。",
    "en": "It came with a scratch; I would keep it for less.",
}
_BACK = {
    "zh-hans": "与我家的尺寸不合，想退货。",
    "en": "It does not fit where it should stand; I would like to send it back.",
}
_DIFFERENT = {
    "zh-hans": "颜色和照片相差很大，联系后没有得到答复。",
    "en": "The colour is nothing like the picture, and nobody has answered me.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One order that a buyer is not content with, and whose deeds the next ones are."""

    order_id: UUID
    fate: Fate
    buyer: Actor
    packer: Actor
    owner: Actor

    def begin(self, at: datetime) -> Iterable[tuple[datetime, Deed]]:
        """The buyer's first step, when the goods are there."""
        match self.fate:
            case Fate.HALVED:
                yield at, self._receive
                yield at + timedelta(hours=5), partial(self._ask, _FLAW, keeps=True)
            case Fate.RETURNED:
                yield at, partial(self._ask, _BACK, keeps=False)
            case Fate.DISPUTED:
                yield at, self._dispute
            case Fate.RECLAIMED:
                yield at, self._receive
                yield at + timedelta(days=3), self._reclaim

    def _receive(self) -> Iterable[tuple[datetime, Deed]]:
        with suppress(DomainError):  # it was received before the loading was interrupted
            confirm_receipt(self.order_id, by=self.buyer)
        return []

    def _ask(self, words: dict[str, str], *, keeps: bool) -> Iterable[tuple[datetime, Deed]]:
        """For a fifth of the goods, or for all of it against the goods."""
        if RefundRequest.objects.filter(order_id=self.order_id).exists():
            return []  # asked before the loading was interrupted
        goods = Order.objects.get(pk=self.order_id).goods
        part = goods.split([1, 4])[0] if keeps else None
        request = requesting.ask(
            self.order_id,
            amount=part,
            reason=words[self.buyer.locale],
            is_with_goods=not keeps,
            by=self.buyer,
        )
        return [(clock.now() + timedelta(hours=16), partial(self._accept, request.pk, keeps))]

    def _accept(self, request_id: UUID, keeps: bool) -> Iterable[tuple[datetime, Deed]]:
        requesting.accept(request_id, by=self.owner)
        if keeps:
            return [(clock.now() + timedelta(minutes=20), _refund)]
        return [(clock.now() + timedelta(days=8), self._take_back)]

    def _take_back(self) -> Iterable[tuple[datetime, Deed]]:
        sent = returning.returnable(self.order_id)
        with suppress(DomainError):  # it came back before the loading was interrupted
            returning.take_back(
                self.order_id, lines={line: Back(count) for line, count in sent.items()}, by=self.packer
            )
        return [(clock.now() + timedelta(minutes=20), _refund)]

    def _dispute(self) -> Iterable[tuple[datetime, Deed]]:
        with suppress(DomainError):  # it was disputed before the loading was interrupted
            disputing.dispute(
                self.order_id,
                reason=DisputeReason.NOT_AS_DESCRIBED,
                text=_DIFFERENT[self.buyer.locale],
                by=self.buyer,
            )
        return []

    def _reclaim(self) -> Iterable[tuple[datetime, Deed]]:
        """The bank tells by webhook: the marketplace hears of it as soon as it is up."""
        purchase = Order.objects.values_list("purchase_id", flat=True).get(pk=self.order_id)
        with suppress(DisputeTooMuch):  # it was reclaimed before the loading was interrupted
            bank.open_dispute(charge_key=purchase)
        return []


def _refund() -> Iterable[tuple[datetime, Deed]]:
    refunding.send_asked()
    return []
