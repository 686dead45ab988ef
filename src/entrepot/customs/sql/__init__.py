"""Reviewed statements, loaded by name."""

from functools import cache
from pathlib import Path


@cache
def statement(name: str) -> str:
    """The text of `name`.sql beside this file."""
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
