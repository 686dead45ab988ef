"""What is misconfigured, as far as it shows without a database; the domains add theirs through Django's checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from entrepot.supervising.surroundings import Surroundings

_LOCAL = {"127.0.0.1", "localhost", "::1"}
_KEY_LENGTH_MIN = 32


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"  # the marketplace does not work, or must not be shown to anyone
    WARNING = "warning"  # it works, and somebody should know


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to put right: a stable code, what is wrong, what to do."""

    level: Level
    code: str
    sentence: str
    hint: str = ""


def inspect(surroundings: Surroundings) -> list[Finding]:
    """The findings about settings and the machine."""
    return [*_keys(surroundings), *_address(surroundings), *_database(surroundings), *_machine()]


def _keys(surroundings: Surroundings) -> Iterator[Finding]:
    for name in ("ENTREPOT_SECRET_KEY", "ENTREPOT_FIELD_KEYS"):
        weak = [key for key in surroundings[name].split(",") if len(key) < _KEY_LENGTH_MIN]
        if weak:
            yield Finding(
                Level.ERROR,
                f"{name.lower()}.weak",
                f"{name} holds a key of fewer than {_KEY_LENGTH_MIN} characters.",
                "Unset it, and one is made and kept in the data folder.",
            )
    if surroundings["ENTREPOT_SECRET_KEY"] in surroundings["ENTREPOT_FIELD_KEYS"].split(","):
        yield Finding(
            Level.ERROR,
            "entrepot_field_keys.shared",
            "ENTREPOT_SECRET_KEY is also one of ENTREPOT_FIELD_KEYS.",
            "Keep them apart: the one signs what everyone sees, the others seal personal data.",
        )


def _address(surroundings: Surroundings) -> Iterator[Finding]:
    parts = urlsplit(surroundings.url)
    local = parts.hostname in _LOCAL
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding(
            Level.ERROR,
            "entrepot_url.broken",
            f"ENTREPOT_URL is not an address of the web: {surroundings.url}",
        )
    elif not local and parts.scheme == "http":
        yield Finding(
            Level.WARNING,
            "entrepot_url.plain",
            f"ENTREPOT_URL is {surroundings.url}: passwords travel unencrypted.",
            "Put a server with TLS in front and use https:// here.",
        )
    elif local and surroundings["ENTREPOT_HOST"] not in _LOCAL:
        yield Finding(
            Level.WARNING,
            "entrepot_url.local",
            f"It listens on {surroundings['ENTREPOT_HOST']}, but links in mail say {surroundings.url}.",
            "Set ENTREPOT_URL to the address that people use.",
        )
    if surroundings["ENTREPOT_DEBUG"] == "1":
        level = Level.WARNING if local else Level.ERROR
        yield Finding(
            level, "entrepot_debug.on", "ENTREPOT_DEBUG is on: error pages show the code and its settings."
        )
    if not surroundings["ENTREPOT_EMAIL_URL"] and not surroundings.demo:
        yield Finding(
            Level.WARNING,
            "entrepot_email_url.unset",
            "Mail is only written into the data folder: nobody gets it.",
            "Set ENTREPOT_EMAIL_URL, for example smtp+tls://user:password@mail.example.org:587.",
        )


def _database(surroundings: Surroundings) -> Iterator[Finding]:
    owner, app = surroundings["DATABASE_URL"], surroundings["DATABASE_APP_URL"]
    if owner and (not app or urlsplit(owner).username == urlsplit(app).username):
        yield Finding(
            Level.WARNING,
            "database_app_url.owner",
            "Web and worker connect as the owner of the database, who may change what the ledger holds for good.",
            "Make a role that owns nothing and set DATABASE_APP_URL; `entrepot migrate` gives it its rights.",
        )


def _machine() -> Iterator[Finding]:
    from entrepot.papers.typesetting import chinese_family

    if chinese_family() is None:
        yield Finding(
            Level.WARNING,
            "fonts.chinese",
            "No Chinese font was found: invoices, labels and statements say Chinese in pinyin, pictures in boxes.",
            "On Debian: apt install fonts-noto-cjk",
        )
