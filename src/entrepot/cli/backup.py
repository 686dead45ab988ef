"""Back a marketplace up into one file, while it runs: its database, its pictures, its version, with a checksum."""

import json
import sys
import time
from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--with-keys",
    is_flag=True,
    help="Put the keys in too (ENTREPOT_FIELD_KEYS, ENTREPOT_SECRET_KEY):"
    " whoever has the file can then read every name and address.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="The last line is one object: file, bytes, version, of, tables, rows, ...",
)
def command(file: Path, with_keys: bool, as_json: bool) -> None:
    """Back a marketplace up into one file, while it runs: its database, its pictures, its version, with a checksum.

    Everything is of one moment, and nothing waits for it. Without --with-keys the file is of no use to whoever has no keys, and
    of no use to you either when you lose them: keep the data folder's secrets.json somewhere else.
    """
    from entrepot.embedded.dumping import DumpFailed
    from entrepot.supervising.backing_up import CannotBackUp, back_up
    from entrepot.supervising.surroundings import Surroundings
    from entrepot.supervising.visiting import to_stderr

    began = time.monotonic()
    try:
        facts = back_up(Surroundings(), file.absolute(), with_keys=with_keys, tell=to_stderr)
    except (CannotBackUp, DumpFailed, OSError) as why:
        click.echo(str(why), err=True)
        sys.exit(1)
    answer = {
        "file": str(file.absolute()),
        "bytes": file.stat().st_size,
        "version": facts["version"],
        "of": facts["of"],
        "tables": len(facts["rows"]),
        "rows": sum(facts["rows"].values()),
        "pictures": facts["pictures"],
        "keys": with_keys,
        "seconds": round(time.monotonic() - began, 2),
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(
        f"{answer['file']}: {answer['rows']:,} rows of {answer['tables']} tables and {answer['pictures']} pictures,"
        f" {answer['bytes']:,} bytes, in {answer['seconds']} s."
    )
    click.echo(
        "The keys are in it: whoever has this file can read every name and address."
        if with_keys
        else "The keys are NOT in it: without ENTREPOT_FIELD_KEYS no name or address in it can be read."
        " Keep secrets.json elsewhere."
    )
