"""People: make an account that can sign in at once, or an operator."""

import json
import sys

import click


@click.group()
def command() -> None:
    """People: make an account that can sign in at once, or an operator."""


@command.command()
@click.argument("email")
@click.option("--name", default="", help="What to call this person.")
@click.option(
    "--operator",
    is_flag=True,
    help="Let this person run the marketplace; an account that exists is made one.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, its first line.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON: id, email, operator.")
def create(email: str, name: str, operator: bool, password_stdin: bool, as_json: bool) -> None:
    """Make an account for EMAIL, confirmed; without a password it is chosen by "Forgotten password"."""
    from entrepot.supervising.visiting import marketplace

    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    with marketplace():
        from entrepot.cli._refusing import sentences
        from entrepot.identity import enrolling
        from entrepot.identity.errors import EmailTaken
        from entrepot.kit.actor import SYSTEM

        with sentences():
            try:
                person = enrolling.create_person(email=email, password=password, name=name, by=SYSTEM)
            except EmailTaken:
                if not operator or password is not None:
                    raise
            if operator:
                person = enrolling.make_operator(email=email, by=SYSTEM)
        answer = {"id": str(person.pk), "email": person.email, "operator": person.is_operator}
        done = f"{person.email} can sign in{' and runs the marketplace' if person.is_operator else ''}."
        click.echo(json.dumps(answer) if as_json else done)
