"""Money told as a story, a line at a time: what happens, and how the ledger answers.

`id: debit -> credit amount` posts a journal of one line; `id resolves other: …` ends a hold and `id corrects
other: …` takes a journal back. After `=>` stands the answer: `posted`, or the code of the refusal without
its `ledger.`. `name = amount` states a balance on the account's own side.
"""

import re
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from django.db import transaction

from entrepot.kit.errors import DomainError
from entrepot.kit.money import Money
from entrepot.ledger import audit, chart, posting, queries
from entrepot.ledger.chart import AccountRef
from entrepot.ledger.entries import Journal, Line

_POST = re.compile(
    r"(?P<id>\w+)(?: (?P<how>resolves|corrects) (?P<other>\w+))?: (?P<debit>\S+) -> (?P<credit>\S+) (?P<amount>\S+)"
    r"(?P<cur> USD)? +=> (?P<answer>\w+)"
)
_NAMES = {
    "provider": chart.PSP_CLEARING,
    "bank": chart.BANK_CLIENT,
    "own": chart.BANK_HOUSE,
    "commission": chart.COMMISSION,
    "escrow": chart.ESCROW,
    "payable": chart.SELLER_PAYABLE,
    "reserve": chart.SELLER_RESERVE,
    "owed": chart.SELLER_RECEIVABLE,
    "transit": chart.PAYOUTS_IN_TRANSIT,
    "exchange": chart.FX_TRADING,
}


def named(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def account(text: str, currency: str = "CNY") -> AccountRef:
    """`escrow/o1` is the escrow of the order o1; `bank` is the house's."""
    line, _, owner = text.partition("/")
    return _NAMES[line].of(named(owner), currency) if owner else _NAMES[line].house(currency)


def answer(step: re.Match[str]) -> str:
    """Post the line's journal, and say what came of it."""
    currency = (step["cur"] or "CNY").strip()
    line = Line(
        account(step["debit"], currency),
        account(step["credit"], currency),
        Money.parse(step["amount"], currency),
    )
    links = {step["how"]: named(step["other"])} if step["how"] else {}
    try:
        with transaction.atomic():
            posting.post([Journal(named(step["id"]), named("story"), "story", (line,), **links)])
    except DomainError as refusal:
        return refusal.code.removeprefix("ledger.")
    return "posted"


STORIES = {
    "an order from payment to payout": """
        c1: provider -> escrow/o1 100.00         => posted
        r1: escrow/o1 -> payable/bo 95.00        => posted
        r2: escrow/o1 -> commission 5.00         => posted
        escrow/o1 = 0.00
        p1: payable/bo -> transit/bo 95.00       => posted
        p2 resolves p1: transit/bo -> bank 95.00 => posted
        payable/bo = 0.00
        transit/bo = 0.00
        bank = -95.00
    """,
    "nothing is spent twice": """
        c1: provider -> escrow/o1 60.00          => posted
        r1: escrow/o1 -> payable/bo 40.00        => posted
        f1: escrow/o1 -> provider 20.01          => insufficient
        f2: escrow/o1 -> provider 20.00          => posted
        f3: escrow/o1 -> provider 0.01           => insufficient
        escrow/o1 = 0.00
        provider = 40.00
    """,
    "the same id is one journal": """
        c1: provider -> escrow/o1 60.00          => posted
        c1: provider -> escrow/o1 60.00          => posted
        escrow/o1 = 60.00
        c1: provider -> escrow/o1 60.01          => already_posted
        c1: provider -> escrow/o2 60.00          => already_posted
        c1: bank -> escrow/o1 60.00              => already_posted
        escrow/o1 = 60.00
        escrow/o2 = 0.00
    """,
    "a hold ends once": """
        c1: provider -> payable/bo 50.00         => posted
        h1: payable/bo -> transit/bo 50.00       => posted
        x1 resolves h2: transit/bo -> bank 50.00 => unknown_journal
        x2 resolves h1: transit/bo -> payable/bo 50.00 => posted
        x2 resolves h1: transit/bo -> payable/bo 50.00 => posted
        h3: payable/bo -> transit/bo 50.00       => posted
        x3 resolves h1: transit/bo -> bank 50.00 => already_resolved
        transit/bo = 50.00
    """,
    "a mistake is taken back once, by a journal that names it": """
        c1: provider -> escrow/o1 60.00          => posted
        u1 corrects c1: escrow/o1 -> provider 60.00 => posted
        u2 corrects c1: escrow/o1 -> provider 60.00 => already_resolved
        escrow/o1 = 0.00
        provider = 0.00
    """,
    "what a merchant lacks it owes, and repays no more than that": """
        d1: owed/bo -> provider 30.00            => posted
        c1: provider -> payable/bo 100.00        => posted
        n1: payable/bo -> owed/bo 30.01          => insufficient
        n2: payable/bo -> owed/bo 30.00          => posted
        payable/bo = 70.00
        owed/bo = 0.00
    """,
    "currencies are apart": """
        c1: provider -> payable/bo 71.00         => posted
        p1: payable/bo -> transit/bo 10.00 USD   => insufficient
        s1: payable/bo -> exchange 71.00         => posted
        s2: exchange -> payable/bo 10.00 USD     => posted
        p1: payable/bo -> transit/bo 10.00 USD   => posted
        exchange = 71.00
        payable/bo = 0.00
    """,
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_story(db, story: str) -> None:
    for text in filter(None, map(str.strip, story.splitlines())):
        if step := _POST.fullmatch(text):
            assert answer(step) == step["answer"], text
        else:
            name, amount = text.split(" = ")
            assert queries.balance(account(name)) == Money.parse(amount, "CNY"), text
    assert [result.check.name for result in audit.run([1, 4]) if not result.ok] == []
