"""API keys: make one (its secret is shown this once), list them, end one."""

import json
from uuid import UUID

import click


@click.group()
def command() -> None:
    """API keys: make one (its secret is shown this once), list them, end one."""


@command.command()
@click.option("--for", "email", required=True, metavar="EMAIL", help="Whose key it is.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    help="What it may do: purchases, orders, catalogue or ledger.",
)
@click.option("--name", default="command line", show_default=True, help="What will use it.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: key, id, prefix, name, scopes.")
def create(email: str, scopes: tuple[str, ...], name: str, as_json: bool) -> None:
    """Make a key that acts for EMAIL within its scopes. Nothing can show its secret again."""
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.identity import keying, queries
        from entrepot.kit.actor import SYSTEM

        with sentences(f"There is no account with the e-mail address {email}."):
            person_id = queries.person_id_of(email)
        with sentences():
            key, secret = keying.create_api_key(name=name, scopes=scopes, person_id=person_id, by=SYSTEM)
        answer = {
            "key": secret,
            "id": str(key.pk),
            "prefix": key.prefix,
            "name": key.name,
            "scopes": key.scopes,
        }
        click.echo(json.dumps(answer) if as_json else f"{secret}\nKeep it now: it is shown this once.")


@command.command("list")
@click.option("--for", "email", required=True, metavar="EMAIL", help="Whose keys.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: a list of keys without their secrets.")
def list_keys(email: str, as_json: bool) -> None:
    """The keys of EMAIL, the newest first."""
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from dataclasses import asdict

        from entrepot.identity import queries

        keys = queries.api_keys_of(email)
        if as_json:
            click.echo(json.dumps([asdict(key) for key in keys], default=str, ensure_ascii=False))
            return
        for key in keys:
            state = "ended" if key.revoked_at else "works"
            click.echo(f"{key.id}  {key.prefix}…  {state}  {', '.join(key.scopes)}  {key.name}")
        if not keys:
            click.echo(f"{email} has no keys.")


@command.command()
@click.argument("key_id", type=click.UUID)
def revoke(key_id: UUID) -> None:
    """End the key with this id at once and for good."""
    from entrepot.supervising.visiting import marketplace

    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.identity import keying
        from entrepot.kit.actor import SYSTEM

        with sentences(f"There is no key {key_id}."):
            keying.revoke_api_key(key_id, by=SYSTEM)
        click.echo("The key has ended.")
