"""What `entrepot check` says of the rows that prices are made of."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Warning
from django.db import DatabaseError

from entrepot.customs.confidence import Confidence


def rows_to_verify(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """A warning a table for rows that are good for a demonstration only, or that nobody has verified.

    The codes are named: whoever has the official tables at hand loads exactly those.
    """
    if not databases:
        return []
    try:
        return [*_demo_rows(), *_unsure_rules()]
    except DatabaseError:
        return []  # not migrated yet: another check says so


def _demo_rows() -> list[CheckMessage]:
    said: list[CheckMessage] = []
    for name, what in (("Tariff", "tariff"), ("PositiveListEntry", "positive-list")):
        codes = list(
            apps.get_model("customs", name)
            .objects.filter(confidence=Confidence.DEMO, closed_on__isnull=True)
            .order_by("hs8")
            .values_list("hs8", flat=True)
        )
        if codes:
            said.append(
                Warning(
                    f"{len(codes)} {what} rows are for the demonstration only: {', '.join(codes)}",
                    hint=f"Load the official rows: entrepot customs load FILE --table {what}",
                    id="customs.W001",
                )
            )
    return said


def _unsure_rules() -> list[CheckMessage]:
    keys = list(
        apps.get_model("customs", "Rule")
        .objects.filter(confidence=Confidence.UNSURE, closed_on__isnull=True)
        .order_by("jurisdiction", "key")
        .values_list("jurisdiction", "key")
    )
    if not keys:
        return []
    names = ", ".join(f"{jurisdiction} {key}" for jurisdiction, key in keys)
    return [Warning(f"{len(keys)} rules are to be verified: {names}", id="customs.W002")]
