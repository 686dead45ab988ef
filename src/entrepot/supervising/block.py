"""What a start says when the first page can be had: where, with what, and who can sign in."""

from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from entrepot.supervising.surroundings import Surroundings


def show(
    console: Console,
    surroundings: Surroundings,
    *,
    database: str,
    people: list[dict[str, str]],
    seconds: float,
) -> None:
    """Print the block; `seconds` is how long the start took."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _facts(surroundings, database=database):
        table.add_row(name, value)
    if people:
        table.add_row("", "")
        table.add_row("Sign in as", "")
        for person in people:
            table.add_row(f"  {person['who']}", f"{person['email']}   {person['password']}")
    console.print()
    console.print(
        Panel(
            table,
            title=f"Entrepôt is open ({seconds:.1f} s)",
            subtitle="Ctrl-C stops everything",
            padding=(1, 2),
        ),
        soft_wrap=False,
    )


def _facts(surroundings: Surroundings, *, database: str) -> list[tuple[str, str]]:
    url = surroundings.url
    return [
        ("Pages", f"{url}/en/   {url}/zh-hans/"),
        ("API", f"{url}/api/v1/docs"),
        ("Database", database),
        ("Data folder", str(surroundings.data_folder)),
        ("Logs", str(Path(surroundings.data_folder) / "log")),
    ]
