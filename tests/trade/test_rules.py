"""The commission that falls away with a refund: pro rata of the goods, and its parts add up to no more than it was."""

from hypothesis import given
from hypothesis import strategies as st

from entrepot.kit.money import Money
from entrepot.trade.rules import fee_returned


def returned(commission: int, goods: int, refunded: int) -> int:
    money = (Money(minor, "CNY") for minor in (commission, goods, refunded))
    commission_, goods_, refunded_ = money
    return fee_returned(commission_, goods=goods_, refunded=refunded_).minor


class TestFeeReturned:
    def test_is_the_example_of_the_trade_rules(self) -> None:
        """R2: 480.00 of goods for 1,599.00 with a commission of 79.95 return 24.00."""
        assert returned(7995, 159900, 48000) == 2400

    def test_is_all_of_it_when_the_goods_are_refunded_and_no_more_with_their_freight(self) -> None:
        assert returned(7995, 159900, 159900) == returned(7995, 159900, 161900) == 7995

    def test_is_nothing_of_goods_that_cost_nothing(self) -> None:
        assert returned(0, 0, 500) == 0

    @given(
        commission=st.integers(0, 10_000),
        goods=st.integers(1, 100_000),
        parts=st.lists(st.integers(0, 5_000), max_size=12),
    )
    def test_adds_up_in_however_many_parts(self, commission: int, goods: int, parts: list[int]) -> None:
        so_far, given_back = 0, []
        for part in parts:
            before = returned(commission, goods, so_far)
            so_far += part
            given_back.append(returned(commission, goods, so_far) - before)
        assert min(given_back, default=0) >= 0
        assert sum(given_back) == returned(commission, goods, sum(parts)) <= commission
