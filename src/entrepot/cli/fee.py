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
@click.option(
    "--small", is_flag=True, help="For small sellers only, where it is less than what all others pay."
)
def set_(basis_points: int, category: str, merchant: str, small: bool) -> None:
    """Charge BASIS_POINTS (500 is 5 %) of the goods from now on. Orders placed before keep what they were placed with."""
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.kit.actor import SYSTEM
        from entrepot.merchants import charging, queries

        with sentences(f"There is no shop {merchant}."):
            merchant_id = queries.id_of_slug(merchant) if merchant else None
            charging.set_fee_plan(
                commission_bps=basis_points,
                category=category,
                merchant_id=merchant_id,
                for_small=small,
                by=SYSTEM,
            )
    click.echo(f"{basis_points / 100:g} % of the goods, from now on.", err=True)


@command.command()
@click.argument("country")
@click.argument("basis_points", type=click.IntRange(0, 10_000))
@click.option("--source", required=True, help="Where this rate is written.")
def tax(country: str, basis_points: int, source: str) -> None:
    """Have COUNTRY take BASIS_POINTS (600 is 6 %) of the commission of its merchants from now on; they bear it."""
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.kit.actor import SYSTEM
        from entrepot.merchants import charging

        with sentences(f"{country} is not the code of a country."):
            charging.set_fee_tax(country=country.upper(), rate_bps=basis_points, source=source, by=SYSTEM)
    click.echo(
        f"{basis_points / 100:g} % of the commission of merchants in {country.upper()}, from now on.",
        err=True,
    )
