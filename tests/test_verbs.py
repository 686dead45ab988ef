"""Every verb asks first who calls: walked with each kind of caller, before anything is read or written."""

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

import entrepot
from entrepot.kit.actor import EVERYONE, SIGNED_IN, Actor, Caller, Permission
from entrepot.kit.errors import NotAllowed, SignInNeeded
from entrepot.kit.ids import new_id
from entrepot.kit.verb import VERBS, Verb

#: Modules that do something when they are imported: they start a command, or answer for a server.
NOT_IMPORTED = ("entrepot.cli.__main__",)

CALLERS = {
    Caller.GUEST: Actor(guest_key="a browser"),
    Caller.PERSON: Actor(id=new_id()),
    Caller.MEMBER: Actor(id=new_id(), memberships={new_id(): frozenset(Permission)}),
    Caller.OPERATOR: Actor(id=new_id(), is_operator=True),
    Caller.SYSTEM: Actor(is_system=True),
}

#: What the operator may do, and why it is the operator's to do. It runs the marketplace; it never acts for a merchant.
OPERATORS_DEEDS = {
    "customs.loading.load": "the rules of customs are the marketplace's",
    "identity.consenting.record_consent": "it agrees to its own things like anybody",
    "ledger.auditing.prove": "has the promises proved; nothing but the record of the run is written",
    "merchants.approving.approve": "who may sell is the marketplace's to answer for",
    "merchants.approving.refuse": "who may sell is the marketplace's to answer for",
    "merchants.charging.set_fee_plan": "what the marketplace takes",
    "merchants.charging.set_fee_tax": "what countries take of what the marketplace takes",
    "merchants.suspending.lift": "who may sell is the marketplace's to answer for",
    "merchants.suspending.suspend": "who may sell is the marketplace's to answer for",
    "search.glossary.add": "what things are called is nobody's goods",
    "search.glossary.switch": "what things are called is nobody's goods",
    "payments.refunding.ask_again": "what a provider could not give back is owed until somebody has it tried again",
    "payments.answering.bear": "whether a loss is the house's own fault is the house's to say",
    "payments.bookkeeping.provide": "the books of the house are the operator's",
    "payments.bookkeeping.remit_tax": "the books of the house are the operator's",
    "payments.bookkeeping.sweep": "the books of the house are the operator's",
    "payments.bookkeeping.write_off": "the books of the house are the operator's",
    "payments.rates.publish_rate": "exchange rates are the marketplace's",
    "payments.settling.take": "what the providers paid out goes into the marketplace's books",
    "payments.settling_by_hand.resolve": "whoever keeps the books says what an unmatched line is of",
    "stock.counting.ensure_location": "approving a merchant gives it a place for its stock, which is empty",
    "trade.cancelling.cancel": "a judgement: the buyer gets the money back",
    "trade.repaying.refund": "a judgement: the buyer gets money back",
    "trade.requesting.accept": "a judgement: the buyer gets the money she asked for",
    "trade.returning.refund_tax": "the customs answer the marketplace, which collected the tax",
}

#: What somebody may do of whom we know nothing, and why that does no harm.
GUESTS_DEEDS = {
    "identity.consenting.record_consent": "a guest's purchase needs consent too",
    "trade.cancelling.cancel": "with the signed link of the purchase",
    "trade.carting.change": "a cart belongs to the browser that filled it",
    "trade.carting.put_in": "a cart belongs to the browser that filled it",
    "trade.carting.settle": "a cart belongs to the browser that filled it",
    "trade.carting.take_out": "a cart belongs to the browser that filled it",
    "trade.disputing.dispute": "with the signed link of the purchase",
    "trade.disputing.withdraw": "with the signed link of the purchase",
    "trade.receiving.confirm_receipt": "with the signed link of the purchase",
    "trade.requesting.ask": "with the signed link of the purchase",
    "trade.requesting.withdraw": "with the signed link of the purchase",
    "trade.wishing.forget": "a wish list belongs to the browser that filled it",
    "trade.wishing.wish": "a wish list belongs to the browser that filled it",
}


def _import_everything() -> None:
    for module in pkgutil.walk_packages(entrepot.__path__, "entrepot."):
        if module.name not in NOT_IMPORTED and ".migrations." not in module.name:
            importlib.import_module(module.name)


_import_everything()
OURS = {name.removeprefix("entrepot."): verb for name, verb in VERBS.items() if name.startswith("entrepot.")}


def _refused_pairs() -> list[Any]:
    return [
        pytest.param(verb, kind, id=f"{name}-{kind}")
        for name, verb in sorted(OURS.items())
        for kind, actor in CALLERS.items()
        if not actor.kinds & verb.allow
    ]


class TestCaller:
    @pytest.mark.parametrize("kind", CALLERS)
    def test_is_of_its_kind(self, kind: Caller) -> None:
        assert kind in CALLERS[kind].kinds
        assert set(CALLERS) == EVERYONE


class TestEveryVerb:
    @pytest.mark.parametrize(("verb", "kind"), _refused_pairs())
    def test_refuses_whom_it_does_not_name(self, verb: Verb, kind: Caller) -> None:
        """Without the database (this test may not touch it) and without a single argument: who calls is asked first."""
        refusal = SignInNeeded if kind == Caller.GUEST else NotAllowed
        with pytest.raises(refusal):
            verb.call(by=CALLERS[kind])

    @pytest.mark.parametrize("name", sorted(OURS))
    def test_needs_to_be_told_who_calls(self, name: str) -> None:
        with pytest.raises(TypeError, match="needs by=Actor"):
            OURS[name].call()

    @pytest.mark.parametrize("name", sorted(OURS))
    def test_says_what_it_does(self, name: str) -> None:
        function = inspect.unwrap(OURS[name].call)
        assert function.__doc__, f"{name} has no docstring"
        assert inspect.signature(function).parameters["by"].kind == inspect.Parameter.KEYWORD_ONLY

    def test_they_are_all_here(self) -> None:
        assert {"trade.placing.place", "trade.paying.settle", "merchants.approving.approve"} <= set(OURS)


class TestOperator:
    def test_may_do_what_is_listed_and_no_more(self) -> None:
        """The operator cannot sell on its own marketplace: a new deed of its own is a decision, to be argued in the list."""
        assert {name for name, verb in OURS.items() if Caller.OPERATOR in verb.allow} == set(OPERATORS_DEEDS)

    def test_is_no_merchant(self) -> None:
        """Whatever members do with products, prices, stock, freight and parcels is closed to the operator."""
        merchants_own = {
            name
            for name, verb in OURS.items()
            if Caller.MEMBER in verb.allow and not verb.allow & {Caller.GUEST, Caller.PERSON}
        }
        both = {name for name in merchants_own if Caller.OPERATOR in OURS[name].allow}
        assert both == {"stock.counting.ensure_location"}

    @pytest.mark.parametrize("permission", Permission)
    def test_holds_no_permission_in_a_business(self, permission: Permission) -> None:
        assert not CALLERS[Caller.OPERATOR].may(permission, new_id())


class TestGuest:
    def test_may_do_what_is_listed_and_no_more(self) -> None:
        assert {name for name, verb in OURS.items() if Caller.GUEST in verb.allow} == set(GUESTS_DEEDS)


class TestSystem:
    def test_is_never_somebody(self) -> None:
        """The worker is no person: what only people may do is not done in their name."""
        assert not CALLERS[Caller.SYSTEM].kinds & SIGNED_IN
