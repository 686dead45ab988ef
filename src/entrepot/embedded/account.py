"""Which system account runs PostgreSQL, and what that account can reach.

PostgreSQL refuses to run as root. As root we therefore hand the server, and only its own folders, to an account without
rights that exists already; as an ordinary user there is nothing to choose.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# In the order of how little else runs under that name.
_CANDIDATES = ("entrepot", "postgres", "pgserver", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A system user without rights, by number: the name is for people."""

    name: str
    uid: int
    gid: int

    def as_popen(self) -> dict[str, Any]:
        """The arguments that make `subprocess` run a program as this account and in none of root's groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can(self, *command: str | Path) -> bool:
        """Whether this account can run `command` with success; asking beats reading mode bits, which know no ACLs."""
        try:
            done = subprocess.run(
                [str(part) for part in command],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self.as_popen(),
            )
        except OSError:
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can go into `folder`."""
        return self.can("/bin/sh", "-c", 'cd "$1"', "sh", folder)


def needed() -> bool:
    """Whether another account has to run the server: only root must not."""
    return os.geteuid() == 0


def choose(*, owner_of: Path | None = None, candidates: Sequence[str] = _CANDIDATES) -> Account | None:
    """The account for a server: the owner of its folder if that exists, else the first of the candidates there is."""
    if not needed():
        return None
    if owner_of is not None and owner_of.exists():
        uid, gid = owner_of.stat().st_uid, owner_of.stat().st_gid
        if uid != 0:
            return Account(_name(uid), uid, gid)
    for name in candidates:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    return Account("65534", 65534, 65534)  # the number of nobody everywhere, for systems without a user list


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
