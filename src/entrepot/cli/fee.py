"""What the marketplace charges its merchants."""

import click

from entrepot.supervising.visiting import marketplace


@click.group()
def command() -> None:
    """What the marketplace charges its merchants."""


@command.command("set")
@click.argument("basis_points", type=click.IntRange(0, 10_000))
@click.option("--category", default="", help="For goods of this category only, such as food-drink.")
@click.option("--merchant", default="", help="For this shop only (its address).")
def set_(basis_points: int, category: str, merchant: str) -> None:
    """Charge BASIS_POINTS (500 is 5 %) of the goods from now on. Orders placed before keep what they were placed with."""
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.kit.actor import SYSTEM
        from entrepot.merchants import charging, queries

        with sentences(f"There is no shop {merchant}."):
            merchant_id = queries.id_of_slug(merchant) if merchant else None
            charging.set_fee_plan(
                commission_bps=basis_points, category=category, merchant_id=merchant_id, by=SYSTEM
            )
    click.echo(f"{basis_points / 100:g} % of the goods, from now on.", err=True)
