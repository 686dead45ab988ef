"""Import a merchant's product CSV of Shopify or WooCommerce."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from entrepot.catalog.models import Import


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--merchant", "slug", required=True, help="The shop's address, such as northern-skein.")
@click.option("--encoding", default="", help="The file's encoding, when it is not UTF-8.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Answer as one JSON object: file, source, report (what is said of rows), rows, taken, changed, unchanged, refused.",
)
def command(file: Path, slug: str, encoding: str, as_json: bool) -> None:
    """Import FILE, a product CSV of Shopify or WooCommerce, into the catalogue of a merchant.

    A product is taken whole or not at all; a second import of the same file changes nothing. Ends with 2 when the file itself is
    refused, else with 0, whatever became of its rows.
    """
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.catalog.errors import FileRefused
        from entrepot.catalog.importing import running
        from entrepot.kit.actor import SYSTEM
        from entrepot.kit.errors import NotFound
        from entrepot.merchants import showing

        try:
            merchant_id = showing.storefront(slug, by=SYSTEM).pk
        except NotFound:
            raise click.BadParameter(f"There is no merchant “{slug}”.", param_hint="--merchant") from None
        try:
            with file.open("rb") as content:
                run = running.ask(
                    merchant_id, file=content, file_name=file.name, encoding=encoding, by=SYSTEM
                )
            run = _run(run, quiet=as_json)
            problem = running.problem_of(run)
        except FileRefused as refusal:
            problem, run = refusal, None
        if run is not None and problem is None:
            _report(run, as_json=as_json)
        if problem is not None:
            _refuse(problem, as_json=as_json)
    sys.exit(2 if problem is not None else 0)


def _run(run: Import, *, quiet: bool) -> Import:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from entrepot.catalog.importing import running

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("Rows", total=None)

        def progress(now: Import) -> None:
            bar.update(task, total=now.rows_total, completed=now.rows_done)

        return running.run_here(run.pk, progress=progress)


def _report(run: Import, *, as_json: bool) -> None:
    from entrepot.catalog.importing.reporting import told

    totals = {
        "rows": run.rows_done,
        "taken": run.taken,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "refused": run.refused,
    }
    rows = (told(outcome) for outcome in run.outcomes.order_by("row", "id").iterator())
    if as_json:
        report = [_row(row) for row in rows if row.sentences]
        click.echo(
            json.dumps(
                {"file": run.file_name, "source": run.source, "report": report, **totals}, ensure_ascii=False
            )
        )
        return
    for row in rows:
        if row.outcome == "refused":
            where = f"row {row.row}, {row.column}" if row.column else f"row {row.row}"
            click.echo(f"{where}: {' '.join(row.sentences)} ({row.handle})")
    click.echo(f"{run.file_name}: " + ", ".join(f"{count} {name}" for name, count in totals.items()) + ".")


def _row(row: Any) -> dict[str, Any]:
    return {
        "row": row.row,
        "product": row.handle,
        "outcome": row.outcome,
        "column": row.column,
        "why": row.sentences,
    }


def _refuse(problem: Any, *, as_json: bool) -> None:
    totals = {"rows": 0, "taken": 0, "changed": 0, "unchanged": 0, "refused": 0}
    if as_json:
        click.echo(json.dumps({"code": problem.code, "problem": str(problem), **totals}, ensure_ascii=False))
    else:
        click.echo(f"{problem} Nothing was imported.", err=True)
