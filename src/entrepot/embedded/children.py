"""Starting a child process that cannot outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from entrepot.embedded.account import Account

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def start_child(
    command: Sequence[str | Path],
    *,
    farewell: signal.Signals,
    account: Account | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    output: int | IO[Any] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start `command` in a session of its own, as `account` if given; on Linux it gets `farewell` when we are killed.

    Of its own session, because Ctrl-C in a terminal reaches the whole group and we stop our children in order. Call it
    from the main thread: Linux sends the farewell when the *thread* that started the child ends.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env=None if environ is None else dict(environ),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_die_with(os.getpid(), farewell),
        **(account.as_popen() if account else {}),
    )


def _die_with(parent: int, farewell: signal.Signals) -> Callable[[], None] | None:
    """What the child runs before its program; after the change of user, since that clears the wish."""
    if _libc is None:
        return None
    libc = _libc

    def wish() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, int(farewell))
        if os.getppid() != parent:  # we were killed between the fork and the wish
            os._exit(1)

    return wish
