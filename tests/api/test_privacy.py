"""Personal data lies sealed in one table: nowhere else in the database, in no log and in no event."""

import logging
from types import SimpleNamespace

import pytest
from django.db import connection

from entrepot.identity import records
from entrepot.trade.models import Purchase
from tests import market
from tests.api.calls import body, follow, post, token

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = ("收件人密", "13800138777", market.ID_NUMBER, "mei.secret@example.com", "mei.secret", "南京东路77号")


def everything() -> dict[str, str]:
    """Every row of every table as text; what is bytes is read as text too, as far as that goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = [cell for row in cursor.fetchall() for cell in row]
            found[table] = " ".join(
                bytes(cell).decode("utf-8", "ignore") if isinstance(cell, memoryview | bytes) else str(cell)
                for cell in cells
            )
        return found


def test_is_sealed_and_nowhere_else(shop: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    to = market.SHANGHAI | {"name": WORDS[0], "phone": f"+86{WORDS[1]}", "lines": [WORDS[5]]}
    whose = {"ship_to": to, "email": "Mei.Secret@example.com"}
    bought = post("purchases", body(shop, **whose), key="k")
    assert bought.status_code == 201
    post("purchases", body(shop, **whose, **token("tok_declined")), key="declined")
    post("purchases", body(shop, **whose, expected_total=1), key="changed")
    post("purchases", body(shop, **whose, currency="USD"), key="k")
    for order in bought.json()["orders"]:
        post(f"orders/{order['number']}/cancellation?follow={follow(bought)}", {"reason": "x"})
    rows = everything()
    assert Purchase.objects.count() == 2 and "trade_purchase" in rows
    for word in WORDS:
        assert [table for table, text in rows.items() if word in text] == []
        assert word not in bought.content.decode()
        assert word not in caplog.text
    kept = records.content_of(Purchase.objects.get(pk=bought.json()["id"]).record_id)
    assert (kept["name"], kept["email"], kept["id_number"]) == (WORDS[0], WORDS[3], market.ID_NUMBER)
