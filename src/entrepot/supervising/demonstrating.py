"""Fills an empty marketplace with the demonstration: a program, run once by `up`.

The demonstration itself is `entrepot.demo`: `load()` makes it and does nothing where anything has been sold or offered
already; `sign_ins()` names who can sign in to it. The data folder keeps those for the block that a start prints.
"""

import json

import django
from django.conf import settings

from entrepot.embedded.records import write_private


def main() -> None:
    """Load, then note the sign-ins: an interrupted loading is tried again at the next start."""
    django.setup()
    from entrepot import demo

    demo.load()
    people = [{"who": one.who, "email": one.email, "password": one.password} for one in demo.sign_ins()]
    write_private(settings.DATA / "demo.json", json.dumps(people, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
