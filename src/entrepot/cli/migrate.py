"""Bring the database up to this version: migrations, rights, the pages' files."""

import json

import click

from entrepot.supervising.surroundings import Surroundings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: database, changed.")
def command(as_json: bool) -> None:
    """Bring the database up to this version: migrations, rights, the pages' files.

    `up` does it by itself; run this first where several machines share one database.
    """
    from entrepot.supervising import starting
    from entrepot.supervising.database import database
    from entrepot.supervising.visiting import to_stderr

    surroundings = Surroundings()
    surroundings.keep_secrets()
    with database(surroundings, tell=to_stderr, share=True) as found:
        changed = starting.prepare(surroundings, found, tell=to_stderr)
        if as_json:
            click.echo(json.dumps({"database": found.description, "changed": changed}))
        else:
            click.echo("The database is up to date now." if changed else "The database was up to date.")
