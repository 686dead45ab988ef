"""The rows that come with Entrepôt: the rules of the trade, and the tariff lines of the demonstration's goods."""

from pathlib import Path

from entrepot.customs import loading, queries
from entrepot.kit.actor import SYSTEM

SEEDS = Path(__file__).parent / "seeds"
#: In this order: a tariff line is of no use before the rules that it is read by.
TABLES = ("rules", "tariff", "positive-list")


def load() -> list[loading.LoadReport]:
    """Load every seed file; a second time changes nothing. RuntimeError for a seed that does not fit."""
    reports = []
    for table in TABLES:
        path = SEEDS / f"{table}.csv"
        report = loading.load(table=table, data=path.read_bytes(), file_name=path.name, by=SYSTEM)
        if report.is_refused:
            first = report.problems[0]
            raise RuntimeError(f"{path.name}, row {first.row}, {first.column}: {first.message}")
        reports.append(report)
    queries.forget()
    return reports
