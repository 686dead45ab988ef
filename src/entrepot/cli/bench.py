"""Measure this machine: purchases a second through the front door, on a database of its own."""

import json
import sys
import tempfile
from pathlib import Path

import click


@click.group()
def command() -> None:
    """Measure this machine: purchases a second through the front door, on a database of its own."""


@command.command()
@click.option("--merchants", default=5_000, show_default=True)
@click.option("--variants", default=100_000, show_default=True)
@click.option("--connections", default=64, show_default=True)
@click.option("--seconds", default=60, show_default=True)
@click.option(
    "--latency",
    "latencies",
    type=int,
    multiple=True,
    default=(0, 200),
    help="Of the provider, in ms; may be repeated.",
)
@click.option("--port", default=8970, show_default=True)
@click.option(
    "--data", type=click.Path(file_okay=False), help="Keep the bench's database here and use it again."
)
@click.option("--json", "as_json", is_flag=True, help="The last line is one object.")
def purchase(
    merchants: int,
    variants: int,
    connections: int,
    seconds: int,
    latencies: tuple[int, ...],
    port: int,
    data: str | None,
    as_json: bool,
) -> None:
    """Purchases placed and paid a second, driven over HTTP by wrk."""
    from entrepot.bench import purchase as bench
    from entrepot.bench.driving import CannotMeasure

    folder = Path(data).absolute() if data else Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    try:
        figures = bench.measure(
            folder,
            merchants=merchants,
            variants=variants,
            connections=connections,
            seconds=seconds,
            latencies=latencies,
            port=port,
            tell=lambda sentence: click.echo(sentence, err=True),
        )
    except CannotMeasure as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    finally:
        if not data:
            bench.clear(folder)
    click.echo(
        json.dumps(figures) if as_json else "\n".join(f"{key}: {value}" for key, value in figures.items())
    )
