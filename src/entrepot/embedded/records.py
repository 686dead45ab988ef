"""What we note beside a cluster: its passwords and place, whether it runs, and who keeps the data folder."""

import contextlib
import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from entrepot.embedded.errors import DatabaseDamaged, DatabaseInUse

OWNER, APP, SUPERUSER = "entrepot_owner", "entrepot_app", "entrepot_admin"


@dataclass(frozen=True, slots=True)
class Credentials:
    """One generated password per login role, and the cluster's folder when it is not the data folder's `postgres`."""

    owner: str
    app: str
    admin: str
    cluster: str | None = None

    @classmethod
    def generate(cls, *, cluster: str | None = None) -> "Credentials":
        """Three new passwords, safe inside an address."""
        owner, app, admin = (secrets.token_urlsafe(24) for _ in range(3))
        return cls(owner=owner, app=app, admin=admin, cluster=cluster)

    def password(self, role: str) -> str:
        """The password of one of the three login roles."""
        return {OWNER: self.owner, APP: self.app, SUPERUSER: self.admin}[role]


def read_credentials(data_folder: Path) -> Credentials | None:
    """The credentials of this data folder, None when no database has been made in it."""
    path = _credentials_path(data_folder)
    try:
        return Credentials(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as why:
        raise DatabaseDamaged(f"{path} cannot be read ({why}): restore it from a backup.") from why


def write_credentials(data_folder: Path, credentials: Credentials) -> None:
    """Store the credentials, readable by their owner only."""
    write_private(_credentials_path(data_folder), json.dumps(asdict(credentials), indent=1) + "\n")


def write_private(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace the file `path` in one step, through a new file: a link that waits under either name is not followed."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up: its process and the folder of its socket."""

    pid: int
    socket_folder: str


def read_running(data_folder: Path) -> Running | None:
    """What the last start noted; it may have died since."""
    try:
        return Running(**json.loads(_running_path(data_folder).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_running(data_folder: Path, running: Running) -> None:
    """Note a server that is up."""
    write_private(_running_path(data_folder), json.dumps(asdict(running)) + "\n")


def forget_running(data_folder: Path) -> None:
    """Strike out the note: the server has ended."""
    _running_path(data_folder).unlink(missing_ok=True)


class FolderLock:
    """One keeper per data folder; the kernel lets go when the keeper dies, however it dies."""

    def __init__(self, data_folder: Path) -> None:
        self._path = data_folder / "postgres.lock"
        self._handle: int | None = None

    def take(self) -> None:
        """Become the keeper; DatabaseInUse names the one there is."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            keeper = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise DatabaseInUse(
                f"The data folder {self._path.parent} is in use by process {keeper}:"
                " stop that first, or choose another folder with ENTREPOT_DATA."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._handle = handle

    def give_back(self) -> None:
        """Let the next one in."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _credentials_path(data_folder: Path) -> Path:
    return data_folder / "postgres.json"


def _running_path(data_folder: Path) -> Path:
    return data_folder / "postgres.running.json"
