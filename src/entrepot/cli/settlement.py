"""Settlement files of payment providers: take one, or list what of them is not matched."""

import json
from pathlib import Path

import click

from entrepot.supervising.visiting import marketplace


@click.group()
def command() -> None:
    """Settlement files of payment providers: take one, or list what of them is not matched."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--provider", default="sandbox", show_default=True, help="Whose file it is.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: file, is_new, matched, open, payouts.")
def load(file: Path, provider: str, as_json: bool) -> None:
    """Take a settlement FILE, whole or not at all; the same file a second time changes nothing."""
    body = file.read_bytes()
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.kit.actor import SYSTEM
        from entrepot.payments import settling

        with sentences():
            loaded = settling.load(body, name=file.name, provider_name=provider, by=SYSTEM)
        payouts = [
            {
                "currency": row.currency,
                "paid": row.paid.decimal,
                "matched": row.matched.decimal,
                "fees": row.fees.decimal,
            }
            for row in loaded.payouts
        ]
    answer = {
        "file": str(loaded.file_id),
        "is_new": loaded.is_new,
        "matched": loaded.matched,
        "open": loaded.open,
        "payouts": payouts,
    }
    if as_json:
        click.echo(json.dumps(answer))
        return
    click.echo("Taken." if loaded.is_new else "This file was taken before; nothing has changed.")
    click.echo(f"{loaded.matched} lines matched, {loaded.open} not.")
    for row in payouts:
        click.echo(f"{row['currency']}: paid {row['paid']}, matched {row['matched']}, fees {row['fees']}")


@command.command("open")
@click.option(
    "--json", "as_json", is_flag=True, help="Answer as JSON: line, type, amount, currency, why, file of each."
)
def show(as_json: bool) -> None:
    """The lines that match nothing of ours, the newest first."""
    with marketplace():
        from entrepot.kit.actor import SYSTEM
        from entrepot.payments import settling_by_hand

        lines, _before = settling_by_hand.open_lines(by=SYSTEM, limit=500)
        rows = [
            {
                "line": line.line_id,
                "type": line.kind,
                "amount": line.amount.decimal,
                "currency": line.currency,
                "why": line.why,
                "file": line.file.name,
            }
            for line in lines
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("{line}  {type}  {amount} {currency}  {why}  ({file})".format(**row))
