"""Say what is misconfigured: every setting and where it came from, the database, and what each part finds."""

import json
import sys
from dataclasses import asdict

import click

from entrepot.supervising.inspecting import Finding, Level, inspect
from entrepot.supervising.surroundings import Surroundings


def _from_the_domains() -> list[Finding]:
    """What Django's system checks say, ours among them; Django is ready."""
    from django.core import checks

    return [
        Finding(
            Level.ERROR if message.level >= checks.ERROR else Level.WARNING,
            str(message.id),
            str(message.msg),
            str(message.hint or ""),
        )
        for message in checks.run_checks(databases=["default"])
        if message.level >= checks.WARNING and not message.is_silenced()
    ]


def _as_text(surroundings: Surroundings, database: str, findings: list[Finding]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    for value in surroundings.values():
        table.add_row(value.setting.name, value.shown() or "-", value.origin, value.setting.meaning)
    console.print(table)
    console.print(f"\nDatabase: {database}\n", markup=False, soft_wrap=True)
    for finding in findings:
        console.print(f"{finding.level}: {finding.sentence} [{finding.code}]", markup=False, soft_wrap=True)
        if finding.hint:
            console.print(f"  {finding.hint}", markup=False, soft_wrap=True)
    errors = sum(finding.level == Level.ERROR for finding in findings)
    console.print(f"{errors} errors, {len(findings) - errors} warnings.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: settings, database, findings.")
def command(as_json: bool) -> None:
    """Say what is misconfigured: every setting and where it came from, the database, and what each part finds.

    Secrets are never shown. Exits with 1 when anything is an error; a warning leaves 0.
    """
    from entrepot.supervising.visiting import marketplace

    surroundings = Surroundings()
    surroundings.keep_secrets()
    findings = inspect(surroundings)
    with marketplace() as found:
        findings += _from_the_domains()
        database = found.description
    if as_json:
        settings = [
            {"name": value.setting.name, "value": value.shown(), "origin": value.origin}
            for value in surroundings.values()
        ]
        answer = {"settings": settings, "database": database, "findings": [asdict(one) for one in findings]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _as_text(surroundings, database, findings)
    sys.exit(any(finding.level == Level.ERROR for finding in findings))
