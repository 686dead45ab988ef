"""The sandbox payment provider: have it pay out, and have a buyer's bank take a payment back."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from entrepot.supervising.visiting import marketplace


@click.group()
def command() -> None:
    """The sandbox payment provider: have it pay out, and have a buyer's bank take a payment back."""


@command.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="Until the end of this day, UTC; else of today."
)
def settle(file: Path, day: datetime | None) -> None:
    """Pay out what is not paid out yet, and write the settlement FILE that says for what."""
    with marketplace():
        from entrepot.kit import clock
        from entrepot.sandbox import settling

        settlement = settling.settle((day or clock.now().astimezone(UTC)).date())
        if settlement is None:
            raise click.ClickException("Nothing has happened that was not paid out yet.")
        file.write_text(settling.write(settlement.pk), encoding="utf-8")
    click.echo(str(file))


@command.command()
@click.argument("payment", type=click.UUID)
@click.option("--reason", default="fraudulent", show_default=True, help="In the bank's words.")
def chargeback(payment: UUID, reason: str) -> None:
    """Have the buyer's bank take PAYMENT back (the id of a purchase); answers the dispute's id."""
    with marketplace():
        from entrepot.sandbox import disputing
        from entrepot.sandbox.errors import SandboxError

        try:
            click.echo(str(disputing.open_dispute(charge_key=payment, reason=reason).pk))
        except SandboxError as refusal:
            raise click.ClickException(str(refusal)) from refusal


@command.command()
@click.argument("dispute", type=click.UUID)
@click.option("--won/--lost", required=True, help="Who charged keeps the money, or the buyer does.")
def decide(dispute: UUID, won: bool) -> None:
    """Decide a DISPUTE."""
    with marketplace():
        from entrepot.sandbox import disputing
        from entrepot.sandbox.errors import SandboxError

        try:
            click.echo(str(disputing.decide(dispute, won=won).state))
        except SandboxError as refusal:
            raise click.ClickException(str(refusal)) from refusal
