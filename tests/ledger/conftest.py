"""A small cast: one order of one merchant, and amounts as they are read."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection, transaction

from entrepot.kit.money import Money
from entrepot.ledger import grants, posting
from entrepot.ledger.entries import Journal

ORDER = UUID("01990000-0000-7000-8000-00000000000a")
PURCHASE = UUID("01990000-0000-7000-8000-00000000000b")
MERCHANT = UUID("01990000-0000-7000-8000-0000000000b0")
SETTLEMENT = UUID("01990000-0000-7000-8000-00000000005e")
SWEEP = UUID("01990000-0000-7000-8000-0000000000ee")
PAYOUT = UUID("01990000-0000-7000-8000-0000000000f0")
REFUND = UUID("01990000-0000-7000-8000-0000000000fe")


def cny(text: str) -> Money:
    return Money.parse(text.replace(",", ""), "CNY")


def usd(text: str) -> Money:
    return Money.parse(text.replace(",", ""), "USD")


@pytest.fixture
def post(db: None) -> Callable[..., None]:
    """Post journals in a transaction that a refusal rolls back."""

    def run(*journals: Journal) -> None:
        with transaction.atomic():
            posting.post(journals)

    return run


@pytest.fixture
def app_role(db: None) -> str:
    """The role of web and worker, which every installation has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [grants.ROLE])
        if cursor.fetchone() is None:
            pytest.skip(f"this server has no role {grants.ROLE}")
    return grants.ROLE
