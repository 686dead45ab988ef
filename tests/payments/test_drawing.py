"""Taking money from a merchant: payable, then reserve (the oldest first), then a debt, to the cent."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import chart, dispute_journals, journals, queries
from entrepot.ledger.posting import post
from entrepot.payments.drawing import Drawn, draw
from entrepot.payments.models import Reserve

MERCHANT = new_id()
AT = datetime(2026, 11, 20, 8, tzinfo=UTC)


def cny(text: str) -> Money:
    return Money.parse(text, "CNY")


@pytest.fixture
def earned(db: None) -> Callable[..., None]:
    """Have an order bring the merchant so much, of which a part is kept back until a day."""

    def earn(net: str, *, kept: str = "0.00", until: date = date(2026, 12, 20)) -> None:
        order_id, escrow = new_id(), cny(net)
        capture = journals.capture(order_id=order_id, escrow=escrow, import_tax=cny("0.00"))
        release = journals.release(
            order_id=order_id, merchant_id=MERCHANT, escrow=escrow, commission=cny("0.00")
        )
        made = [capture, release]
        if cny(kept):
            made.append(journals.reserve(order_id=order_id, merchant_id=MERCHANT, amount=cny(kept)))
            Reserve.objects.create(
                order_id=order_id,
                merchant_id=MERCHANT,
                currency="CNY",
                amount_minor=cny(kept).minor,
                left_minor=cny(kept).minor,
                release_on=until,
                created_at=AT,
            )
        post(made)

    return earn


def left() -> list[str]:
    """What is still kept of each reserve, in the order of their days."""
    return [reserve.left.decimal for reserve in Reserve.objects.order_by("release_on")]


def take(amount: str) -> Drawn:
    """Draw, and post what was drawn as a lost chargeback."""
    dispute = new_id()
    with transaction.atomic():
        drawn = draw(MERCHANT, cny(amount), at=AT)
        opened = dispute_journals.chargeback(dispute_id=dispute, amount=cny(amount), fee=cny("0.00"))
        lost = dispute_journals.chargeback_lost(
            share_id=dispute,
            dispute_id=dispute,
            order_id=dispute,
            merchant_id=MERCHANT,
            escrow=cny("0.00"),
            import_tax=cny("0.00"),
            payable=drawn.payable,
            reserve=drawn.reserve,
            debt=drawn.debt,
        )
        post([opened, lost])
    return drawn


def balances() -> list[str]:
    """Payable, reserve, debt."""
    entries = (chart.SELLER_PAYABLE, chart.SELLER_RESERVE, chart.SELLER_RECEIVABLE)
    return [queries.balance(entry.of(MERCHANT, "CNY")).decimal for entry in entries]


class TestDraw:
    def test_takes_what_is_payable_and_touches_nothing_else(self, earned: Callable[..., None]) -> None:
        earned("1539.05", kept="153.91")
        assert take("456.00") == Drawn(cny("456.00"), cny("0.00"), cny("0.00"))
        assert (balances(), left()) == (["929.14", "153.91", "0.00"], ["153.91"])

    def test_takes_the_reserve_next_the_oldest_first(self, earned: Callable[..., None]) -> None:
        earned("100.00", kept="30.00", until=AT.date() + timedelta(days=2))
        earned("100.00", kept="20.00", until=AT.date() + timedelta(days=1))
        earned("100.00", kept="10.00", until=AT.date() + timedelta(days=3))
        assert take("275.50") == Drawn(cny("240.00"), cny("35.50"), cny("0.00"))
        assert (balances(), left()) == (["0.00", "24.50", "0.00"], ["0.00", "14.50", "10.00"])
        assert take("20.00") == Drawn(cny("0.00"), cny("20.00"), cny("0.00"))
        assert (balances(), left()) == (["0.00", "4.50", "0.00"], ["0.00", "0.00", "4.50"])

    def test_leaves_the_rest_as_a_debt(self, earned: Callable[..., None]) -> None:
        earned("153.91", kept="153.91")
        assert take("1766.33") == Drawn(cny("0.00"), cny("153.91"), cny("1612.42"))
        assert (balances(), left()) == (["0.00", "0.00", "1612.42"], ["0.00"])

    def test_of_a_merchant_who_has_nothing_is_all_debt(self, db: None) -> None:
        assert take("10.00") == Drawn(cny("0.00"), cny("0.00"), cny("10.00"))
        assert balances() == ["0.00", "0.00", "10.00"]

    def test_leaves_other_currencies_and_merchants_alone(self, earned: Callable[..., None]) -> None:
        Reserve.objects.create(
            order_id=new_id(),
            merchant_id=new_id(),
            currency="CNY",
            amount_minor=500,
            left_minor=500,
            release_on=date(2026, 1, 1),
            created_at=AT,
        )
        earned("20.00", kept="20.00")
        take("15.00")
        assert left() == ["5.00", "5.00"]

    @pytest.mark.parametrize("amount", ["0.00", "-1.00"])
    def test_takes_more_than_nothing(self, db: None, amount: str) -> None:
        with pytest.raises(ValueError, match="more than nothing"), transaction.atomic():
            draw(MERCHANT, cny(amount), at=AT)
