"""The search index: build it anew, or ask it something."""

import json
import sys
from contextlib import nullcontext

import click


@click.group()
def command() -> None:
    """The search index: build it anew, or ask it something."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: products, seconds, size_bytes.")
def rebuild(as_json: bool) -> None:
    """Build the index anew from the database.

    It is built aside and put in force at once: searches go on meanwhile, and no change is lost.
    """
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from rich.console import Console
        from rich.progress import Progress

        from entrepot.catalog import indexing
        from entrepot.kit.errors import DomainError
        from entrepot.search import rebuilding

        with nullcontext() if as_json else Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("Products", total=indexing.listings_count()) if bar else None
            try:
                report = rebuilding.rebuild(
                    progress=lambda count: bar.advance(task, count) if bar and task is not None else None
                )
            except DomainError as refusal:
                click.echo(str(refusal), err=True)
                sys.exit(1)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "products": report.products,
                    "seconds": round(report.seconds, 3),
                    "size_bytes": report.size_bytes,
                }
            )
        )
    else:
        click.echo(
            f"{report.products} products can be found now; built in {report.seconds:.1f} s, {report.size_bytes:,} bytes."
        )


@command.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
def import_dictionary(path: str) -> None:
    """Take the names of a dictionary in CC-CEDICT's format into the glossary, in the place of those taken before.

    It is under a licence of its own (CC BY-SA 4.0), so it does not come with Entrepôt: whoever shows what is made of it says so.
    """
    from pathlib import Path

    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.kit.actor import SYSTEM
        from entrepot.search import glossary
        from entrepot.search.models import Term

        count = glossary.load(glossary.dictionary(Path(path)), Term.Origin.DICTIONARY, by=SYSTEM)
    click.echo(f"{count:,} terms are taken in.")


@command.command()
@click.argument("q")
@click.option(
    "--lang",
    type=click.Choice(["en", "zh-hans"]),
    default="en",
    help="The language of titles, preferred in texts.",
)
@click.option("--currency", default="USD", help="The currency of prices.")
@click.option("--limit", type=click.IntRange(1, 100), default=24, help="How many at most.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Answer as JSON: total, items (product, title, merchant, price, currency, available).",
)
def find(q: str, lang: str, currency: str, limit: int, as_json: bool) -> None:
    """Ask the index for Q, as the pages do."""
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.search import queries

        page = queries.find(q, lang=lang, currency=currency, limit=limit)
    if as_json:
        items = [
            {
                "product": str(hit.product_id),
                "title": hit.title,
                "merchant": hit.merchant_slug,
                "price": hit.price.minor,
                "currency": hit.price.currency,
                "available": hit.is_available,
            }
            for hit in page.items
        ]
        click.echo(json.dumps({"total": page.total, "items": items}, ensure_ascii=False))
        return
    for hit in page.items:
        sold_out = "" if hit.is_available else "  (sold out)"
        click.echo(f"{hit.title}  ·  {hit.merchant_name}  ·  {hit.price}{sold_out}")
    click.echo(f"{page.total} found.")
