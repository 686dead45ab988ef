"""The demo's exchange rates: facts of June 2026 that say so."""

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from entrepot.demo import rates
from entrepot.kit.actor import SYSTEM
from entrepot.payments.models import ExchangeRate
from entrepot.payments.rates import current, publish_rate

SOURCE = Path(__file__).parents[3] / "shared/data/trade_tables/exchange-rates-monthly.csv"
COUNTRIES = {
    "China": "CNY",
    "Euro": "EUR",
    "United Kingdom": "GBP",
    "Canada": "CAD",
    "Hong Kong": "HKD",
    "Japan": "JPY",
    "Singapore": "SGD",
}


def test_they_are_those_of_the_source():
    if not SOURCE.exists():
        pytest.skip(f"{SOURCE} is not at hand")
    with SOURCE.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["Date"] == "2026-06-01"]
    told = {
        COUNTRIES[row["Country"]]: Decimal(row["Exchange rate"])
        for row in rows
        if row["Country"] in COUNTRIES
    }
    assert {quote: value for base, quote, value in rates.pairs() if base == "USD"} == told


@pytest.mark.django_db(transaction=True)
class TestPublishRates:
    def test_each_says_its_day_its_source_and_that_it_is_the_demos(self):
        assert rates.publish_rates(by=SYSTEM) == 14
        row = ExchangeRate.objects.get(base="USD", quote="CNY")
        assert (row.value, row.as_of, row.confidence) == (Decimal("6.7758"), date(2026, 6, 1), "demo")
        assert "June 2026" in row.source

    def test_there_and_back_lose_less_than_a_millionth(self):
        rates.publish_rates(by=SYSTEM)
        for currency in COUNTRIES.values():
            there_and_back = current("USD", currency).rate.value * current(currency, "USD").rate.value
            assert abs(there_and_back - 1) < Fraction(1, 1_000_000)

    def test_a_rate_that_somebody_gave_stays(self):
        publish_rate(
            base="USD",
            quote="CNY",
            value=Decimal("7.5"),
            source="the bank",
            as_of=date(2026, 11, 20),
            by=SYSTEM,
        )
        assert rates.publish_rates(by=SYSTEM) == 13
        assert current("USD", "CNY").decimal == "7.5"
