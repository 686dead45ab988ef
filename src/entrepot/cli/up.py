"""Run the marketplace: database, pages and worker in one process tree, until Ctrl-C."""

import contextlib
import signal
import sys
import time

import click

from entrepot.supervising.database import Database
from entrepot.supervising.surroundings import Surroundings


def keep_up(surroundings: Surroundings) -> None:
    """Run it and say where it is; Ctrl-C and SIGTERM end it in order, at every moment."""
    from rich.console import Console

    from entrepot.supervising import block, starting

    began = time.monotonic()
    console = Console(highlight=False)

    def tell(sentence: str) -> None:
        with contextlib.suppress(OSError):  # a full disk, or a terminal that is gone: no reason to end
            console.print(sentence, markup=False, soft_wrap=True)

    def ready(found: Database) -> None:
        people = starting.sign_ins(surroundings.data_folder) if surroundings.demo else []
        seconds = time.monotonic() - began
        block.show(console, surroundings, database=found.description, people=people, seconds=seconds)

    # Until the tree takes the signals over, all of them unwind what has been started so far.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        starting.run(
            surroundings,
            tell=tell,
            ready=ready,
        )
    except KeyboardInterrupt:
        sys.exit(130)


@click.command()
@click.option("--host", help="The address to listen on (ENTREPOT_HOST, else 127.0.0.1).")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="The port to listen on (ENTREPOT_PORT, else 8000)."
)
@click.option(
    "--data", type=click.Path(file_okay=False), help="The data folder (ENTREPOT_DATA, else ./data)."
)
def command(host: str | None, port: int | None, data: str | None) -> None:
    """Run the marketplace: database, pages and worker in one process tree, until Ctrl-C."""
    keep_up(Surroundings(ENTREPOT_HOST=host, ENTREPOT_PORT=str(port) if port else None, ENTREPOT_DATA=data))
