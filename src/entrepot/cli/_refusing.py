"""How a command says no: the refusal, its fields, and exit code 1. Import it once Django is ready."""

import contextlib
from collections.abc import Iterator

import click

from entrepot.kit.errors import DomainError, NotFound


@contextlib.contextmanager
def sentences(not_found: str = "") -> Iterator[None]:
    """Inside, a refusal ends the command; `not_found` says what is not there, which the command line may know."""
    try:
        yield
    except NotFound as refusal:
        raise click.ClickException(not_found or str(refusal)) from refusal
    except DomainError as refusal:
        fields = "".join(f"\n  {wrong.field}: {wrong.message}" for wrong in refusal.fields)
        raise click.ClickException(f"{refusal}{fields}") from refusal
