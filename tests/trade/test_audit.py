"""The promises hold after a walk through trade, and each check finds what breaks it."""

from types import SimpleNamespace

import pytest
from django.db import connection

from entrepot.kit.actor import SYSTEM
from entrepot.kit.money import Money
from entrepot.ledger import audit
from entrepot.payments.providers import Captured
from entrepot.trade.answers import Placed
from entrepot.trade.cancelling import cancel
from entrepot.trade.fulfilling import ship
from entrepot.trade.paying import Settlement, settle
from entrepot.trade.placing import place
from entrepot.trade.receiving import confirm_receipt
from tests import market
from tests.market import Wish


def broken() -> set[str]:
    return {result.check.name for result in audit.run() if not result.ok}


@pytest.fixture
def paid(shop: SimpleNamespace) -> Placed:
    """Two orders, paid."""
    [placed] = place([Wish({shop.honey.pk: 2, shop.soap.pk: 1}).request()], by=SYSTEM)
    assert isinstance(placed, Placed)
    settle([Settlement(placed.purchase_id, Captured("ref", Money(100, "CNY")))], by=SYSTEM)
    return placed


class TestPromises:
    def test_hold_from_placing_to_receipt_and_refund(self, shop: SimpleNamespace, paid: Placed) -> None:
        assert broken() == set()
        first, second = paid.orders
        ship(first.id, carrier="USPS", tracking_number="LX123", by=market.staff_of(shop.bo))
        assert broken() == set()
        confirm_receipt(first.id, by=SYSTEM)
        cancel(second.id, reason="changed my mind", by=SYSTEM)
        assert broken() == set()

    @pytest.mark.parametrize(
        ("check", "damage"),
        [
            ("trade.escrow", "UPDATE trade_order SET state = 'completed'"),
            ("trade.history", "DELETE FROM trade_step"),
            ("stock.reserved", "UPDATE stock_level SET reserved = 0"),
            ("stock.on_hand", "UPDATE stock_level SET on_hand = on_hand + 1"),
            ("trade.reservations", "DELETE FROM stock_reservation"),
            ("trade.payment", "UPDATE payments_payment SET amount_minor = 1"),
        ],
    )
    def test_name_what_breaks_them(
        self, shop: SimpleNamespace, paid: Placed, check: str, damage: str
    ) -> None:
        with connection.cursor() as cursor:
            cursor.execute(damage)
        assert check in broken()
