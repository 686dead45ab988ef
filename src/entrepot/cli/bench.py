"""Measure this machine through the front door, on a database of its own: purchases, a flash sale, pages, searches."""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click


@click.group()
def command() -> None:
    """Measure this machine through the front door, on a database of its own: never on one that anybody uses.

    Each of them fills a market (once, where --data keeps it), starts the marketplace on it as `up` does, and drives it over
    loopback with wrk (apt-get install wrk). Progress goes to standard error; --json makes the last line one object.
    """


def _options(*, connections: int = 64, merchants: int = 5_000, variants: int = 100_000) -> Callable[..., Any]:
    """What every bench can be told."""
    chosen = [
        click.option("--merchants", default=merchants, show_default=True),
        click.option("--variants", default=variants, show_default=True),
        click.option("--connections", default=connections, show_default=True),
        click.option("--port", default=8970, show_default=True),
        click.option(
            "--data",
            type=click.Path(file_okay=False),
            help="Keep the bench's database here and use it again.",
        ),
        click.option("--json", "as_json", is_flag=True, help="The last line is one object."),
    ]

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(chosen):
            function = option(function)
        return function

    return declare


def _measured(
    measure: Callable[..., dict[str, Any]], *, data: str | None, as_json: bool, **options: Any
) -> dict[str, Any]:
    """Measure in `data`, or in a folder that is gone afterwards, and print the figures."""
    from entrepot.bench.driving import CannotMeasure

    folder = Path(data).absolute() if data else Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    try:
        figures = measure(folder, tell=lambda sentence: click.echo(sentence, err=True), **options)
    except CannotMeasure as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    finally:
        if not data:
            shutil.rmtree(folder, ignore_errors=True)
    lines = [json.dumps(figures)] if as_json else [f"{key}: {value}" for key, value in figures.items()]
    click.echo("\n".join(lines))
    return figures


_LATENCIES = click.option(
    "--latency",
    "latencies",
    type=int,
    multiple=True,
    default=(0, 200),
    help="Of the provider, in ms; may be repeated.",
)
_SECONDS = click.option("--seconds", default=60, show_default=True)


@command.command()
@_options()
@_SECONDS
@_LATENCIES
@click.option("--orders", default=0, show_default=True, help="So many are in the database before.")
def purchase(**options: Any) -> None:
    """Purchases placed and paid a second, driven over HTTP by wrk, beside pgbench and `place()` without HTTP."""
    from entrepot.bench import purchase as bench

    _measured(bench.measure, **options)


@command.command()
@_SECONDS
@click.option("--few", default=100, show_default=True, help="Merchants of the small market.")
@click.option("--many", default=100_000, show_default=True, help="Merchants of the large one.")
@click.option("--variants", default=100_000, show_default=True)
@click.option("--orders", default=2_000_000, show_default=True, help="So many are then in the small market.")
@click.option("--connections", default=64, show_default=True)
@click.option("--port", default=8970, show_default=True)
@click.option(
    "--data", type=click.Path(file_okay=False), help="Keep the bench's databases here and use them again."
)
@click.option("--json", "as_json", is_flag=True, help="The last line is one object.")
def growth(**options: Any) -> None:
    """Whether a purchase costs more among many merchants, or after millions of orders: three runs, and how they compare."""
    from entrepot.bench import growth as bench

    _measured(bench.measure, **options)


@command.command()
@_options()
@click.option("--units", default=100, show_default=True, help="So many are there.")
@click.option("--buyers", default=10_000, show_default=True, help="So many want one each.")
def flash_sale(**options: Any) -> None:
    """One thing, few of it, and thousands who want it: what is there is sold, the rest are told so.

    Exits with 1 when anything else happened.
    """
    from entrepot.bench import flash_sale as bench

    figures = _measured(bench.measure, **options)
    sys.exit(0 if bench.is_right(figures) else 1)


@command.command()
@_options(connections=8)
@click.option("--seconds", default=10, show_default=True, help="For each page in each language.")
def page(**options: Any) -> None:
    """Pages as a guest with a cart gets them: the product, the search, the cart, in both languages."""
    from entrepot.bench import page as bench

    _measured(bench.measure, **options)


@command.command("import")
@click.option("--products", default=200_000, show_default=True)
@click.option("--data", type=click.Path(file_okay=False), help="An empty folder for the bench's database.")
@click.option("--json", "as_json", is_flag=True, help="The last line is one object.")
def import_(**options: Any) -> None:
    """A large Shopify file: how long its import takes, how much memory, and that one that was killed goes on without a double."""
    from entrepot.bench import importing as bench

    _measured(bench.measure, **options)


@command.command()
@_options(connections=16, merchants=20_000, variants=1_000_000)
@click.option("--seconds", default=20, show_default=True, help="For each kind of load.")
def search(**options: Any) -> None:
    """A million variants found over HTTP with facets: searches a second, and how long, and how large the index is."""
    from entrepot.bench import search as bench

    _measured(bench.measure, **options)


@command.command()
@click.option(
    "--data", type=click.Path(file_okay=False), help="Keep the demo's goods here and use them again."
)
@click.option("--json", "as_json", is_flag=True, help="The last line is one object.")
def relevance(data: str | None, as_json: bool) -> None:
    """Whether search finds what people mean: judged questions in both languages, nDCG@10 of each kind."""
    from entrepot.bench.relevance import measure

    _measured(measure, data=data, as_json=as_json)
