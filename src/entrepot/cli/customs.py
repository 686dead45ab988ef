"""Load the dated rows of customs: rules, the tariff, the positive list."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Load the dated rows of customs: rules, the tariff, the positive list."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--table",
    type=click.Choice(["rules", "tariff", "positive-list"]),
    required=True,
    help="What the rows are.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Answer as JSON: table, rows, added, closed, unchanged, version, problems.",
)
def load(file: Path, table: str, dry_run: bool, as_json: bool) -> None:
    """Load FILE, a CSV in UTF-8: all of it or, with any problem, nothing.

    Rows are never changed: one for a later day closes the open one of its key. Ends with 1 if the file was
    refused.
    """
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.customs import loading
        from entrepot.kit.actor import SYSTEM

        report = loading.load(
            table=table, data=file.read_bytes(), file_name=file.name, dry_run=dry_run, by=SYSTEM
        )
        if as_json:
            click.echo(json.dumps(asdict(report), default=str, ensure_ascii=False))
        elif report.is_refused:
            for problem in report.problems:
                where = f"row {problem.row}, {problem.column}" if problem.column else f"row {problem.row}"
                click.echo(f"{where}: {problem.message}")
            click.echo(f"{file.name} was not loaded and nothing changed. Problems: {len(report.problems)}.")
        else:
            done = "would be" if dry_run else "were"
            click.echo(
                f"{report.rows} rows of {table}: {report.added} {done} added, {report.closed} earlier ones {done} "
                f"closed, {report.unchanged} are there already."
            )
        refused = report.is_refused
    if refused:
        sys.exit(1)
