"""What the tests of payments do and look at again and again."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

from entrepot.kit import clock, events
from entrepot.ledger import audit
from entrepot.payments.models import Payment
from entrepot.sandbox import sending
from entrepot.stock.models import Level
from entrepot.trade import paying
from entrepot.trade.models import Purchase
from entrepot.trade.placing import place_one
from tests.market import Wish


def buy(shop: SimpleNamespace, token: str, quantity: int = 2) -> UUID:
    """Place and pay; the purchase's id."""
    request = Wish({shop.honey.pk: quantity}, token=token).request()
    placed = place_one(request)
    paying.pay(placed, request.payment)
    return placed.purchase_id


def deliver_webhooks(*, after_seconds: float = 0) -> int:
    """Let the sandbox send what is due by then; how many it tried."""
    with clock.standing_at(clock.now() + timedelta(seconds=after_seconds)):
        return sending.send_due()


def states(purchase_id: UUID) -> tuple[str, str]:
    """How the purchase and its payment stand."""
    return Purchase.objects.get(pk=purchase_id).state, Payment.objects.get(pk=purchase_id).state


def reserved(shop: SimpleNamespace) -> int:
    return Level.objects.get(variant_id=shop.honey.pk).reserved


def tell_everything() -> None:
    """The dispatcher's work, until nothing is left."""
    while events.tell():
        pass


def broken() -> list[str]:
    """The names of the checks of the audit that do not hold."""
    return [result.check.name for result in audit.run() if not result.ok]
