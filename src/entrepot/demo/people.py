"""Who there is in the demo, as `people.toml` tells it, and what a start of the marketplace says of them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TOLD = tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))
PASSWORD: str = _TOLD["password"]
OPERATOR: Mapping[str, Any] = _TOLD["operator"]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works in a shop and can sign in."""

    shop: str
    role: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """A business that asked to sell. `refused`: what the operator answered; empty while it waits."""

    slug: str
    name: str
    trade: str
    owner: str
    days_ago: int
    business: Mapping[str, Any]
    refused: str = ""

    @property
    def email(self) -> str:
        return f"owner@{self.slug}.example"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody who buys. `often`: beside the others. `bulk`: by the dozen. Without an account: as a guest."""

    email: str
    name: str
    often: int
    currency: str
    ship_to: Mapping[str, Any]
    account: bool = False
    bulk: bool = False
    business: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_abroad(self) -> bool:
        """Whether the goods pass the customs of China."""
        return self.ship_to["country"] == "CN"

    @property
    def locale(self) -> str:
        return "zh-hans" if self.is_abroad else "en"


STAFF = tuple(Staff(**one) for one in _TOLD["staff"])
APPLICANTS = tuple(Applicant(**one) for one in _TOLD["applicant"])
BUYERS = tuple(Buyer(**one) for one in _TOLD["buyer"])


def owner(slug: str) -> Staff:
    """The owner of a shop."""
    return Staff(slug, "owner", _TOLD["owners"][slug], f"owner@{slug}.example")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody as whom to look around: who in words, and with what to sign in."""

    who: str
    email: str
    password: str


def sign_ins() -> list[SignIn]:
    """One of each kind of people that the demo has."""
    return [
        SignIn("Operator", OPERATOR["email"], PASSWORD),
        SignIn("Shop owner, Ohio (five people)", "owner@ohio-little-oak.example", PASSWORD),
        SignIn("Her packer", "packer@ohio-little-oak.example", PASSWORD),
        SignIn("Buyer in Chengdu", "mei@chengdu.example", PASSWORD),
        SignIn("Buyer in Ohio", "ann@cleveland.example", PASSWORD),
    ]
