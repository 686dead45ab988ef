"""What the environment says, what it leaves to us, and where each value came from."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from entrepot.embedded.records import write_private

ROOT = Path(__file__).resolve().parents[3]
SETTINGS_MODULE = "entrepot.config.settings"


class Origin(StrEnum):
    """Where a value came from."""

    ENVIRONMENT = "environment"
    DATA_FOLDER = "data folder"  # made at the first start and kept there
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that the environment may give: `entrepot check` lists them all."""

    name: str
    meaning: str
    default: str = ""
    secret: bool = False


SETTINGS = (
    Setting("DATABASE_URL", "the database's owner; unset: PostgreSQL in the data folder", secret=True),
    Setting("DATABASE_APP_URL", "the role that owns nothing, for web and worker", secret=True),
    Setting("ENTREPOT_DATA", "the data folder", str(ROOT / "data")),
    Setting("ENTREPOT_HOST", "the address to listen on", "127.0.0.1"),
    Setting("ENTREPOT_PORT", "the port to listen on", "8000"),
    Setting("ENTREPOT_URL", "where people reach this marketplace; unset: this machine alone"),
    Setting("ENTREPOT_SECRET_KEY", "signs sessions and links; unset: made at the first start", secret=True),
    Setting("ENTREPOT_FIELD_KEYS", "seal personal data, the newest first, separated by commas", secret=True),
    Setting(
        "ENTREPOT_EMAIL_URL",
        "smtp://, smtp+tls:// or smtps://; unset: a mailbox in the data folder",
        secret=True,
    ),
    Setting("ENTREPOT_MAIL_FROM", "the sender of mail", "Entrepôt <no-reply@entrepot.example>"),
    Setting("ENTREPOT_WEB_PROCESSES", "processes that serve pages", "2"),
    Setting("ENTREPOT_WEB_THREADS", "threads in each of them", "32"),
    Setting("ENTREPOT_POOL", "database connections of each process at most", "16"),
    Setting("ENTREPOT_DEMO", "1: a demonstration, with its mailbox page and sign-ins", "0"),
    Setting("ENTREPOT_DEBUG", "1: error pages show the code; never in production", "0"),
    Setting("ENTREPOT_SANDBOX_LATENCY_MS", "how long the sandbox payment provider takes to answer", "0"),
    Setting("ENTREPOT_PAYMENT_TIMEOUT_MS", "how long a buyer waits for a payment provider's answer", "3000"),
    Setting("ENTREPOT_STRIPE_KEY", "Stripe's secret key; unset: no payments by Stripe", secret=True),
    Setting("ENTREPOT_STRIPE_WEBHOOK_SECRET", "verifies Stripe's webhooks", secret=True),
    Setting("ENTREPOT_STRIPE_API_BASE", "where Stripe's API is; unset: at Stripe's own address"),
    Setting("ENTREPOT_SANDBOX_BANK_MS", "how long the sandbox's bank takes until a payout arrives", "5000"),
    Setting("ENTREPOT_SANDBOX_WEBHOOKS", "which of its webhooks the sandbox sends: needed or all", "needed"),
    Setting("ENTREPOT_SANDBOX_MISBEHAVES", "1: the sandbox's webhooks come late, twice, out of order", "0"),
    Setting("ENTREPOT_SANDBOX_LATE_MS", "how late they come then, at most", "3000"),
    Setting(
        "ENTREPOT_SANDBOX_WEBHOOK_SECRET", "signs the sandbox's webhooks; unset: the secret key", secret=True
    ),
)
_MADE = {"ENTREPOT_SECRET_KEY": "secret_key", "ENTREPOT_FIELD_KEYS": "field_keys"}


@dataclass(frozen=True, slots=True)
class Value:
    """A setting as it is."""

    setting: Setting
    value: str
    origin: Origin

    def shown(self) -> str:
        """For the screen: a secret is named, never told."""
        if self.setting.secret:
            return "(set)" if self.value else ""
        return self.value


class Surroundings:
    """The settings of one marketplace, from the environment, its data folder and the defaults."""

    def __init__(self, environ: Mapping[str, str] | None = None, **given: str | None) -> None:
        """`given` are values of the command line, by the setting's name; they count as the environment's."""
        self._environ = dict(os.environ if environ is None else environ)
        self._environ |= {name: value for name, value in given.items() if value is not None}
        self._kept: dict[str, str] = {}

    @property
    def data_folder(self) -> Path:
        """The absolute path of the data folder."""
        return Path(self["ENTREPOT_DATA"]).expanduser().resolve()

    @property
    def port(self) -> int:
        """The port to listen on."""
        return int(self["ENTREPOT_PORT"])

    @property
    def url(self) -> str:
        """Where people reach this marketplace, without a slash at the end."""
        return self["ENTREPOT_URL"].rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration."""
        return self["ENTREPOT_DEMO"] == "1"

    def __getitem__(self, name: str) -> str:
        return self.value(name).value

    def value(self, name: str) -> Value:
        """The setting `name` with its value and where that came from."""
        setting = next(setting for setting in SETTINGS if setting.name == name)
        if self._environ.get(name):
            return Value(setting, self._environ[name], Origin.ENVIRONMENT)
        if name in self._kept:
            return Value(setting, self._kept[name], Origin.DATA_FOLDER)
        return Value(setting, setting.default, Origin.DEFAULT)

    def values(self) -> list[Value]:
        """Every setting, in the order of the list."""
        return [self.value(setting.name) for setting in SETTINGS]

    def kept_secrets(self) -> dict[str, str]:
        """The secrets that are set or kept already, "" for those that would have to be made; makes none."""
        path = self.data_folder / "secrets.json"
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return {name: self._environ.get(name) or kept.get(key, "") for name, key in _MADE.items()}

    def keep_secrets(self) -> None:
        """Take the secrets that the environment leaves to us from the data folder; make them at the first start."""
        self.data_folder.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        path = self.data_folder / "secrets.json"
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        wanted = {key: kept.get(key) or secrets.token_urlsafe(48) for key in _MADE.values()}
        if wanted != kept:
            write_private(path, json.dumps(wanted, indent=1) + "\n")
        self._kept = {name: wanted[key] for name, key in _MADE.items()}

    def environ(self, **changes: str | None) -> dict[str, str]:
        """The environment for a child: ours, every setting that has a value, and `changes` (None takes one out)."""
        result = dict(self._environ) | {
            value.setting.name: value.value for value in self.values() if value.value
        }
        result["ENTREPOT_DATA"] = str(self.data_folder)
        result["DJANGO_SETTINGS_MODULE"] = SETTINGS_MODULE
        for name, value in changes.items():
            if value is None:
                result.pop(name, None)
            else:
                result[name] = value
        return result
