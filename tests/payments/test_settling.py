"""Settlement files of the sandbox: written for a day, taken once and whole, matched line by line, posted to the cent."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest

from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.errors import NotFound
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import chart, queries
from entrepot.ledger.explaining import ReasonNeeded
from entrepot.ledger.models import Transfer
from entrepot.payments import settling, settling_by_hand
from entrepot.payments.errors import (
    LineNotOpen,
    MatchImpossible,
    SettlementSeen,
    SettlementUnreadable,
)
from entrepot.payments.models import Payment, Refund, SettlementFile, SettlementLine
from entrepot.payments.sandbox_provider import SandboxProvider
from entrepot.payments.settling import Loaded
from entrepot.sandbox import disputing
from entrepot.sandbox import settling as sandbox
from entrepot.sandbox.models import Charge, Repayment, Webhook
from entrepot.trade import cancelling
from entrepot.trade.hearing import hear
from entrepot.trade.models import Order
from tests.market import Wish
from tests.trade.conftest import shop  # noqa: F401  # the shop without real transactions, which none of these needs
from tests.trade.story import broken, capture, placed

OPERATOR = Actor(id=new_id(), is_operator=True)
# Two jars of honey: 294.34 CNY, of which the provider keeps 0.6 %, 1.77
TOTAL, FEE = 29434, 177


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def bought(shop: SimpleNamespace) -> UUID:  # noqa: F811  # the fixture above
    """Paid by the sandbox's books and ours."""
    answer = placed(Wish({shop.honey.pk: 2}))
    charged = Charge(
        key=answer.purchase_id, state="captured", fee_minor=FEE, token="tok_ok", created_at=clock.now()
    )
    charged.amount = answer.total
    charged.save()
    capture(answer.purchase_id, fee=FEE)
    Payment.objects.filter(pk=answer.purchase_id).update(reference=str(charged.pk))
    return answer.purchase_id


def hear_all() -> None:
    hear([SandboxProvider().read_message(row.payload) for row in Webhook.objects.order_by("pk")])


def file(*, days: int = 0) -> str:
    settlement = sandbox.settle((clock.now() + timedelta(days=days)).date())
    assert settlement is not None
    return sandbox.write(settlement.pk)


def load(text: str) -> Loaded:
    return settling.load(text.encode(), name="day.csv", provider_name="sandbox", by=OPERATOR)


def table(*rows: str) -> str:
    return "\n".join(["line,type,reference,key,amount,currency,date", *rows]) + "\n"


def balance(entry: chart.Entry) -> int:
    return queries.balance(entry.house("CNY")).minor


def banks() -> tuple[int, int, int]:
    """Clearing, the clients' bank account, our own."""
    return balance(chart.PSP_CLEARING), balance(chart.BANK_CLIENT), balance(chart.BANK_HOUSE)


def open_line() -> SettlementLine:
    return SettlementLine.objects.get(state="open")


class TestLoad:
    def test_matches_a_payment_and_its_fee_and_makes_the_clients_whole(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        bought(shop)
        assert banks() == (TOTAL - FEE, 0, 0)
        loaded = load(file())
        assert (loaded.is_new, loaded.matched, loaded.open) == (True, 2, 0)
        assert banks() == (0, TOTAL, -FEE)  # J3 and J3b
        [payout] = loaded.payouts
        assert (payout.paid, payout.matched, payout.fees) == (cny(TOTAL - FEE), cny(TOTAL - FEE), cny(FEE))
        assert broken() == []

    def test_refunds_chargebacks_and_their_fees_come_to_zero_in_clearing(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        keys = [bought(shop) for _ in range(3)]
        cancelling.cancel(Order.objects.get(purchase_id=keys[0]).pk, reason="", by=SYSTEM)
        refund = Refund.objects.get()
        Repayment.objects.create(
            key=refund.pk,
            charge=Charge.objects.get(key=keys[0]),
            amount_minor=refund.amount_minor,
            created_at=clock.now(),
        )
        won, lost = (disputing.open_dispute(charge_key=key) for key in keys[1:])
        disputing.decide(won.pk, won=True)
        disputing.decide(lost.pk, won=False)
        hear_all()
        loaded = load(file())
        # three charges, three fees, a refund, two chargebacks with their fees, one of them won
        assert (loaded.matched, loaded.open) == (12 - 0, 0)
        assert balance(chart.PSP_CLEARING) == 0
        assert loaded.payouts[0].fees == cny(3 * FEE + 2 * 10700)
        assert broken() == []

    def test_takes_the_same_file_once(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        bought(shop)
        text = file()
        first = load(text)
        before = banks()
        again = load(text)
        assert (again.file_id, again.is_new, again.matched) == (first.file_id, False, 2)
        assert (SettlementFile.objects.count(), banks()) == (1, before)

    def test_refuses_another_file_by_the_line_that_was_seen(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        bought(shop)
        text = file()
        load(text)
        _header, charge, *_rest = text.splitlines()
        amount = charge.split(",")[4]
        with pytest.raises(SettlementSeen) as refusal:
            load(table("new,adjustment,,,0.00,CNY,2026-11-25", charge, f"p,payout,,,{amount},CNY,2026-11-25"))
        assert [wrong.field for wrong in refusal.value.fields] == ["line 3"]
        assert SettlementFile.objects.count() == 1

    @pytest.mark.parametrize(
        ("rows", "fields"),
        [
            (["a,charge,r,,1.00,CNY,2026-11-25"], ["payout"]),
            (["a,charge,r,,1.00,CNY,2026-11-25", "p,payout,,,1.01,CNY,2026-11-25"], ["payout"]),
            (["a,gift,r,,1.00,CNY,2026-11-25", "p,payout,,,1.00,CNY,2026-11-25"], ["line 2", "payout"]),
            (["a,charge,r,x,1.00,CNY,2026-11-25"], ["line 2"]),
            (["a,charge,r,,1.001,CNY,2026-11-25"], ["line 2"]),
            (["a,charge,r,,1.00,cny,2026-11-25"], ["line 2"]),
            (["a,charge,r,,1.00,CNY,yesterday"], ["line 2"]),
            ([",charge,r,,1.00,CNY,2026-11-25"], ["line 2"]),
            (["a,charge"], ["line 2"]),
            (["a,fee,,,0,CNY,2026-11-25", "a,fee,,,0,CNY,2026-11-25"], ["line 3", "payout"]),
        ],
    )
    def test_refuses_what_is_wrong_by_its_line(self, db: None, rows: list[str], fields: list[str]) -> None:
        with pytest.raises(SettlementUnreadable) as refusal:
            load(table(*rows))
        assert [wrong.field for wrong in refusal.value.fields] == fields
        assert not SettlementLine.objects.exists()

    @pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"a,b\n", b'line,"'])
    def test_refuses_what_is_no_table(self, db: None, body: bytes) -> None:
        with pytest.raises(SettlementUnreadable):
            settling.load(body, name="x", provider_name="sandbox", by=OPERATOR)


def mangled(shop: SimpleNamespace, **cells: str) -> str:  # noqa: F811  # the fixture above
    """The file of one payment, with cells of its charge changed."""
    bought(shop)
    rows = [row.split(",") for row in file().splitlines()]
    names = rows[0]
    charge, payout = (next(row for row in rows if row[1] == kind) for kind in ("charge", "payout"))
    for name, value in cells.items():
        charge[names.index(name)] = value
    if charge[5] == "CNY":
        fee = next(row for row in rows if row[1] == "fee")
        payout[4] = (Money.parse(charge[4], "CNY") + Money.parse(fee[4], "CNY")).decimal
    else:
        payout[4] = cny(-FEE).decimal
        rows.append(["q", "payout", "", "", charge[4], charge[5], charge[6]])
    return "\n".join(",".join(row) for row in rows) + "\n"


class TestUnmatched:
    @pytest.mark.parametrize(
        ("cells", "why"),
        [
            ({"key": str(UUID(int=7))}, "unknown"),
            ({"key": ""}, "unknown"),
            ({"amount": "294.33"}, "amount"),
            ({"currency": "USD"}, "currency"),
            ({"type": "adjustment"}, "unknown"),
        ],
    )
    def test_is_kept_with_the_reason_and_the_rest_is_posted(
        self,
        shop: SimpleNamespace,  # noqa: F811  # the fixture above
        cells: dict[str, str],
        why: str,
    ) -> None:
        loaded = load(mangled(shop, **cells))
        assert (loaded.matched, loaded.open, open_line().why) == (1, 1, why)
        assert banks() == (TOTAL, 0, -FEE)  # the fee was taken, and is made whole
        assert broken() == []

    def test_names_what_was_settled_before(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        key = bought(shop)
        load(file())
        amount, reference = cny(TOTAL).decimal, Payment.objects.get().reference
        load(
            table(
                f"again,charge,{reference},{key},{amount},CNY,2026-11-25",
                f"p,payout,,,{amount},CNY,2026-11-25",
            )
        )
        assert (open_line().why, balance(chart.PSP_CLEARING)) == ("before", 0)


class TestResolve:
    def test_matches_with_a_candidate_and_books_the_difference(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        load(mangled(shop, amount="290.00"))
        [candidate] = settling_by_hand.candidates(open_line(), by=OPERATOR)
        line = settling_by_hand.resolve(
            open_line().pk,
            kind=candidate.kind,
            subject_id=candidate.subject_id,
            reason="the bank kept 4.34",
            by=OPERATOR,
        )
        assert (line.state, line.reason, line.resolved_by) == ("resolved", "the bank kept 4.34", OPERATOR.id)
        assert banks() == (0, TOTAL, -FEE - 434)
        assert balance(chart.PSP_FEES) == FEE + 434
        assert broken() == []

    def test_finds_what_the_line_did_not_name(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        load(mangled(shop, key="", reference="lost"))
        [candidate] = settling_by_hand.candidates(open_line(), by=OPERATOR)
        assert (candidate.subject_id, candidate.expected) == (Payment.objects.get().pk, cny(TOTAL))
        settling_by_hand.resolve(
            open_line().pk, kind="charge", subject_id=candidate.subject_id, reason="by amount", by=OPERATOR
        )
        assert banks() == (0, TOTAL, -FEE)

    @pytest.mark.parametrize("minor", [-500, 500])
    def test_what_is_nothing_of_ours_is_the_houses(self, db: None, minor: int) -> None:
        amount = cny(minor).decimal
        load(table(f"a,adjustment,x,,{amount},CNY,2026-11-25", f"p,payout,,,{amount},CNY,2026-11-25"))
        settling_by_hand.resolve(open_line().pk, reason="a correction of May", by=OPERATOR)
        assert banks() == (0, 0, minor)
        assert balance(chart.PSP_FEES) == -minor

    def test_refuses_without_changing_anything(self, shop: SimpleNamespace) -> None:  # noqa: F811  # the fixture above
        load(mangled(shop, currency="USD"))
        line, before = open_line(), Transfer.objects.count()
        payment = Payment.objects.get().pk
        for refusal, changes in [
            (NotFound, {"line_id": new_id(), "reason": "x"}),
            (ReasonNeeded, {"reason": "  "}),
            (
                MatchImpossible,
                {"kind": "charge", "subject_id": payment, "reason": "x"},
            ),  # of another currency
            (MatchImpossible, {"kind": "refund", "subject_id": payment, "reason": "x"}),
        ]:
            asked = {"line_id": line.pk, **changes}
            with pytest.raises(refusal):
                settling_by_hand.resolve(asked.pop("line_id"), by=OPERATOR, **asked)
        assert (open_line().pk, Transfer.objects.count()) == (line.pk, before)

    def test_once(self, db: None) -> None:
        load(table("a,adjustment,x,,-5.00,CNY,2026-11-25", "p,payout,,,-5.00,CNY,2026-11-25"))
        line = open_line()
        settling_by_hand.resolve(line.pk, reason="x", by=OPERATOR)
        with pytest.raises(LineNotOpen):
            settling_by_hand.resolve(line.pk, reason="x", by=OPERATOR)
        assert balance(chart.PSP_FEES) == 500
