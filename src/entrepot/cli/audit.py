"""Prove the promises of the books and of the trade on the live database, naming the rows that break one."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from entrepot.ledger.audit import Result


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: ok, promises, figures.")
@click.option(
    "--promise", "only", type=click.IntRange(1, 10), multiple=True, help="Only this one; may be repeated."
)
def command(as_json: bool, only: tuple[int, ...]) -> None:
    """Prove the promises of the books and of the trade on the live database, naming the rows that break one.

    Exits with 1 when any is broken. A promise that nothing proves yet is said to be unproved.
    """
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.ledger import audit

        numbers = only or tuple(audit.PROMISES)
        results = []
        for number in numbers:
            proofs = audit.run([number])
            results += proofs
            if not as_json:
                _tell(number, str(audit.PROMISES[number]), proofs)
        figures = audit.figures()
        if as_json:
            titles = {number: str(audit.PROMISES[number]) for number in numbers}
            click.echo(json.dumps(document(titles, results, figures), ensure_ascii=False))
        else:
            for figure in figures:
                click.echo(f"    {figure.check.title}")
                _tell_rows(figure)
    sys.exit(0 if all(result.ok for result in results) else 1)


def document(titles: dict[int, str], results: Sequence[Result], figures: Sequence[Result]) -> dict[str, Any]:
    """What a program reads. `ok` of a promise is null while nothing proves it."""
    promises = []
    for number, title in titles.items():
        proofs = [result for result in results if result.check.promise == number]
        checks = [
            {
                "name": result.check.name,
                "title": str(result.check.title),
                "ok": result.ok,
                "broken": result.rows,
                "has_more": result.has_more,
            }
            for result in proofs
        ]
        ok = all(result.ok for result in proofs) if proofs else None
        promises.append({"promise": number, "title": title, "ok": ok, "checks": checks})
    return {
        "ok": all(result.ok for result in results),
        "promises": promises,
        "figures": {figure.check.name: figure.rows for figure in figures},
    }


def _tell(number: int, title: str, results: Sequence[Result]) -> None:
    word, colour = ("ok", "green") if results else ("not proved", "yellow")
    if not all(result.ok for result in results):
        word, colour = "BROKEN", "red"
    click.echo(f"{number:>2}  {title}: {click.style(word, fg=colour)}")
    for result in results:
        if not result.ok:
            click.echo(f"      {result.check.title} ({result.check.name})")
            _tell_rows(result)


def _tell_rows(result: Result) -> None:
    for row in result.rows:
        click.echo("        " + "  ".join(f"{name}={value}" for name, value in row.items()))
    if result.has_more:
        click.echo("        and more")
