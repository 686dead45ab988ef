"""Restore a backup into an empty data folder or database: all of it or nothing, and audited afterwards."""

import json
import sys
import time
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--without-keys",
    is_flag=True,
    help="Restore although the keys it was made with are gone: names and addresses in it stay unreadable.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="The last line is one object: version, of, tables, rows, pictures, audit, ...",
)
def command(file: Path, without_keys: bool, as_json: bool) -> None:
    """Restore a backup into an empty data folder or database: all of it or nothing, and audited afterwards.

    The file is checked before anything is touched. Exits with 1 when it cannot be restored, or when the audit finds a promise
    broken.
    """
    from entrepot.supervising.archives import Unusable
    from entrepot.supervising.restoring import CannotRestore, restore
    from entrepot.supervising.surroundings import Surroundings
    from entrepot.supervising.visiting import marketplace, to_stderr

    began = time.monotonic()
    try:
        facts = restore(Surroundings(), file.absolute(), without_keys=without_keys, tell=to_stderr)
    except (Unusable, CannotRestore, OSError) as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    with marketplace():
        from entrepot.ledger import audit

        broken = [result.check.name for result in audit.run() if not result.ok]
    answer = {
        "file": str(file.absolute()),
        "version": facts["version"],
        "of": facts["of"],
        "tables": len(facts["rows"]),
        "rows": sum(facts["rows"].values()),
        "pictures": facts["pictures"],
        "audit": "broken" if broken else "clean",
        "broken": broken,
        "seconds": round(time.monotonic() - began, 2),
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo(
            f"Restored: {answer['rows']:,} rows of {answer['tables']} tables and {answer['pictures']} pictures,"
            f" as of {answer['of']}, in {answer['seconds']} s."
        )
        click.echo(
            f"The audit finds broken promises: {', '.join(broken)}. `entrepot audit` names the rows."
            if broken
            else "The audit is clean: all promises hold."
        )
    sys.exit(1 if broken else 0)
