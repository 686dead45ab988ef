"""Run a marketplace that is full of life: `up`, and at the first start the demonstration's goods and people."""

import click

from entrepot.cli.up import keep_up
from entrepot.supervising.surroundings import Surroundings


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port to listen on (ENTREPOT_PORT, else 8000)."
)
@click.option(
    "--data", type=click.Path(file_okay=False), help="The data folder (ENTREPOT_DATA, else ./data)."
)
def command(port: int | None, data: str | None) -> None:
    """Run a marketplace that is full of life: `up`, and at the first start the demonstration's goods and people."""
    keep_up(Surroundings(ENTREPOT_PORT=str(port) if port else None, ENTREPOT_DATA=data, ENTREPOT_DEMO="1"))
