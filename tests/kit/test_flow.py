"""A lifecycle that cannot be right is refused when it is made, a step that is not in it when it is taken."""

from collections.abc import Mapping, Set
from enum import StrEnum
from typing import Any

import pytest

from entrepot.kit.errors import IllegalMove
from entrepot.kit.flow import Flow
from entrepot.trade.flow import ORDER_FLOW, OrderState


class S(StrEnum):
    A = "a"
    B = "b"
    C = "c"


class TestMaking:
    def test_takes_what_leads_everywhere_and_ends_where_it_says(self) -> None:
        Flow(start=S.A, steps={S.A: {S.B}, S.B: {S.C, S.A}}, ends={S.C})

    @pytest.mark.parametrize(
        ("steps", "ends", "sentence"),
        [
            ({S.A: {S.B}}, {S.B, S.C}, "no way leads to"),
            ({S.A: {S.B}, S.B: {S.C}}, set(), "no way leads out of"),
            ({S.A: {S.B, "d"}, S.B: {S.C}}, {S.C}, "no states"),
            ({S.A: {S.B}, S.B: {S.C}, "d": {S.A}}, {S.C}, "no states"),
            ({S.A: {S.B}, S.B: {S.C}}, {S.C, "d"}, "no states"),
        ],
    )
    def test_refuses(self, steps: Mapping[Any, Set[Any]], ends: Set[Any], sentence: str) -> None:
        with pytest.raises(ValueError, match=sentence):
            Flow(start=S.A, steps=steps, ends=ends)


class TestCheck:
    def test_lets_pass_what_the_table_has(self) -> None:
        ORDER_FLOW.check(OrderState.PLACED, OrderState.PAID)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (OrderState.PLACED, OrderState.SHIPPED),
            (OrderState.SHIPPED, OrderState.CANCELLED),
            (OrderState.CANCELLED, OrderState.PAID),
            (OrderState.PAID, OrderState.PAID),
        ],
    )
    def test_refuses_every_other_step(self, before: OrderState, after: OrderState) -> None:
        with pytest.raises(IllegalMove) as refusal:
            ORDER_FLOW.check(before, after)
        assert refusal.value.extra == {"state": before.value}
