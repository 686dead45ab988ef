"""The ledger, for operators."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from entrepot.api.calling import caller
from entrepot.kit.errors import NotAllowed
from entrepot.ledger import queries

router = Router(tags=["ledger"])


@router.get("/ledger/trial-balance")
def trial_balance(request: HttpRequest) -> dict[str, Any]:
    """Debits and credits by account and currency; `sum` is zero in each currency, or something is very wrong."""
    by = caller(request, "ledger", needs_key=True)
    if not by.is_operator:
        raise NotAllowed
    balances = queries.trial_balance()
    return {
        "sum": {balance.currency: balance.difference.minor for balance in balances},
        "currencies": [
            {
                "currency": balance.currency,
                "debits": balance.debits.minor,
                "credits": balance.credits.minor,
                "accounts": [
                    {
                        "number": line.entry.number,
                        "name": str(line.entry.name),
                        "debits": line.debits.minor,
                        "credits": line.credits.minor,
                    }
                    for line in balance.lines
                ],
            }
            for balance in balances
        ],
    }
