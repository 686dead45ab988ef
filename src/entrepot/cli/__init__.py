"""The command `entrepot`. A file here is a subcommand: `up.py` is `entrepot up`, and holds it as `command`.

Files are imported when they are run, and described by the first line of their docstring until then, so `--help` is
quick. A command imports what needs Django inside `supervising.visiting.marketplace()`, never at its top.
"""

import ast
import importlib
import sys
from pathlib import Path

import click

_FOLDER = Path(__file__).parent


class Commands(click.Group):
    """A group that finds its subcommands in a folder of files."""

    def __init__(
        self, *, folder: Path, package: str, name: str | None = None, help: str | None = None
    ) -> None:
        super().__init__(name=name, help=help, context_settings={"help_option_names": ["-h", "--help"]})
        self._folder = folder
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the files, as they are typed."""
        return sorted(path.stem.replace("_", "-") for path in self._folder.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one file, imported now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found = importlib.import_module(f"{self._package}.{cmd_name.replace('-', '_')}").command
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of subcommands, without importing any."""
        rows = [(name, self._first_line(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def _first_line(self, name: str) -> str:
        source = (self._folder / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
        return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


group = Commands(
    folder=_FOLDER,
    package=__name__,
    name="entrepot",
    help="An open marketplace for small businesses. Settings come from the environment: `entrepot check` lists them.",
)


def main() -> None:
    """Run the command line; what cannot be done is one sentence and exit code 1, never a stack trace."""
    from entrepot.embedded import DatabaseUnavailable
    from entrepot.supervising.starting import CannotStart

    try:
        group(prog_name="entrepot")
    except (DatabaseUnavailable, CannotStart) as why:
        sys.stderr.write(f"{why}\n")
        sys.exit(1)
