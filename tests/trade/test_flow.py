"""The life of an order, read aloud: what docs/order-life.md says is what the table has."""

from pathlib import Path

from entrepot.trade import flow
from entrepot.trade.flow import MONEY_HELD, MOVES, STOCK_HELD, Goods, OrderState

DOCUMENT = Path(__file__).parents[2] / "docs" / "order-life.md"


class TestTable:
    def test_reads_as_it_is_written(self) -> None:
        written = [
            line.removeprefix("- ") for line in DOCUMENT.read_text().splitlines() if line.startswith("- ")
        ]
        assert written == [move.aloud for move in MOVES]

    def test_names_each_move_once(self) -> None:
        assert len({move.name for move in MOVES}) == len(MOVES)
        named = {value for value in vars(flow).values() if isinstance(value, flow.Move)}
        assert named == set(MOVES)

    def test_says_whose_money_is_held(self) -> None:
        assert [str(state) for state in MONEY_HELD] == [
            "paid",
            "part_shipped",
            "shipped",
            "delivered",
            "received",
            "returned",
            "disputed",
        ]

    def test_says_whose_goods_are_promised(self) -> None:
        assert STOCK_HELD == (OrderState.PLACED, OrderState.PAID, OrderState.PART_SHIPPED)

    def test_nothing_leaves_the_end_but_what_was_paid_too_late(self) -> None:
        assert [move.name for move in MOVES if OrderState.CANCELLED in move.sources] == ["revive"]
        assert not any(move.to for move in MOVES if OrderState.REFUNDED in move.sources)

    def test_money_moves_only_where_a_journal_is_named(self) -> None:
        assert {code for move in MOVES for code in move.posts} == {
            "capture",
            "release",
            "recovery",
            "reserve",
            "refund",
            "tax_refund",
            "chargeback_lost",
        }
        assert all(move.goods is Goods.UNTOUCHED for move in MOVES if not move.to)
