"""Exchange rates: add one, or list those that count now."""

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation

import click

from entrepot.supervising.visiting import marketplace


@click.group()
def command() -> None:
    """Exchange rates: add one, or list those that count now."""


@command.command()
@click.argument("base")
@click.argument("quote")
@click.argument("value")
@click.option("--source", required=True, help="Who says so, such as a bank's name.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day it is of.")
def publish(base: str, quote: str, value: str, source: str, as_of: datetime) -> None:
    """Add a rate: one BASE costs VALUE of QUOTE. It counts from now on; quotes that buyers hold keep theirs."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise click.BadParameter("a rate is a decimal number such as 7.1032", param_hint="VALUE") from None
    for name, currency in (("BASE", base), ("QUOTE", quote)):
        if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            raise click.BadParameter("a currency is three letters, such as CNY", param_hint=name)
    if not number.is_finite() or number <= 0:
        raise click.BadParameter("a rate is more than zero", param_hint="VALUE")
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.kit.actor import SYSTEM
        from entrepot.payments.rates import publish_rate

        day = as_of.date()
        with sentences():
            publish_rate(
                base=base.upper(), quote=quote.upper(), value=number, source=source, as_of=day, by=SYSTEM
            )
    click.echo(f"1 {base.upper()} = {number} {quote.upper()}, {source}, {as_of:%Y-%m-%d}", err=True)


@command.command("list")
@click.option(
    "--json", "as_json", is_flag=True, help="Answer as JSON: from, to, rate, source, as_of of each."
)
def show(as_json: bool) -> None:
    """The rates that count now."""
    with marketplace():
        from entrepot.payments.rates import newest

        rows = [
            {
                "from": held.rate.base,
                "to": held.rate.quote,
                "rate": held.decimal,
                "source": held.rate.source,
                "as_of": held.as_of.isoformat(),
            }
            for held in newest()
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"1 {row['from']} = {row['rate']} {row['to']}  ({row['source']}, {row['as_of']})")
