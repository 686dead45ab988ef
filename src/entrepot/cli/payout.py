"""Paying merchants what is due to them."""

import json

import click

from entrepot.supervising.visiting import marketplace


@click.group()
def command() -> None:
    """Paying merchants what is due to them."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as one JSON object: on, results, payouts.")
def run(as_json: bool) -> None:
    """Pay out what the calendar's last payout day has made due. The worker does the same by itself.

    Repeating it pays nothing twice; it takes up what has become possible since, such as a merchant's bank account.
    """
    with marketplace():
        from entrepot.payments.paying_out import opening, queries, sending

        on = opening.last_day()
        results = opening.run_whole(on)
        while sending.send_due() == sending.BATCH:
            pass
        sums = queries.sums_of_day(on)
    if as_json:
        payouts = [
            {"currency": row.currency, "state": row.state, "count": row.count, "amount": row.amount.decimal}
            for row in sums
        ]
        click.echo(json.dumps({"on": on.isoformat(), "results": results, "payouts": payouts}))
        return
    click.echo(f"Payouts of {on:%Y-%m-%d}:")
    for result, count in sorted(results.items()):
        click.echo(f"    {count:>8}  {_WORDS[result]}")
    for row in sums:
        click.echo(f"    {row.count:>8}  {row.state}: {row.amount}")


_WORDS = {
    "opened": "opened now",
    "before": "had a payout of this day before",
    "nothing": "have nothing due",
    "carried": "are below the minimum and wait for the next payout",
    "no_account": "have no bank account yet",
    "new_account": "gave their bank account less than its waiting time ago",
    "no_rate": "have no exchange rate",
    "failed": "could not be opened: see the log",
}
