"""Sales for the pages that merchants and the operator read: Bo's honey and Cy's soap, paid, and received where asked."""

from types import SimpleNamespace
from uuid import UUID

from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.payments.providers import Captured
from entrepot.trade.answers import Placed
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Order
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish


def small_shop() -> SimpleNamespace:
    """Bo sells honey at 12.00 USD (10 in stock), Cy sells soap at 8.50 USD (5 in stock); 5 % commission."""
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    honey = market.product(bo, "Honey", 1200)
    soap = market.product(cy, "Soap", 850, stock=5, hs8="34011100", net_content=100)
    return SimpleNamespace(bo=bo, cy=cy, honey=honey, soap=soap)


def paid(lines: dict[UUID, int]) -> list[Order]:
    """The orders of a purchase from China, paid with 1.00 CNY of fees."""
    [placed] = place([Wish(lines).request()], by=SYSTEM)
    assert isinstance(placed, Placed), placed
    settle([Settlement(placed.purchase_id, Captured("ref", Money(100, "CNY")))], by=SYSTEM)
    return list(Order.objects.filter(pk__in=[order.id for order in placed.orders]).order_by("pk"))


def received(order: Order) -> Order:
    """The same order sent and received: its money is the merchant's."""
    ship(order.pk, carrier="USPS", tracking_number="LX123", by=SYSTEM)
    return confirm_receipt(order.pk, by=SYSTEM)
