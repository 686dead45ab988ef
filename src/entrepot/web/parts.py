"""What components are given: small frozen values that a view builds and a template shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from entrepot.kit.money import Money

type Text = str | Promise


class Tone(StrEnum):
    """How a state or a message feels; each has its own colour and its own shape, so that neither is needed alone."""

    NEUTRAL = "neutral"  # a fact
    ACTIVE = "active"  # under way, nothing to do but wait
    GOOD = "good"  # as it should be
    WARN = "warn"  # somebody should act
    BAD = "bad"  # it went wrong or was refused


@dataclass(frozen=True, slots=True)
class CostRow:
    """One part of a total; `lines` are the parts it is made of and must add up to it."""

    label: Text
    amount: Money
    note: Text = ""
    lines: Sequence["CostRow"] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a timeline: what happened, or what is to come (`at` is None)."""

    label: Text
    at: datetime | None = None
    note: Text = ""
    by: Text = ""
    tone: Tone = Tone.GOOD
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product in a grid. `language` is the tag of the title's language where it is not the page's."""

    title: Text
    url: str
    price: Money
    picture: str = ""
    merchant: Text = ""
    merchant_url: str = ""
    was: Money | None = None
    is_from: bool = False
    note: Text = ""
    language: str = ""
    #: Where it is said why it stands where it stands.
    why: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """From `minimum` pieces on, one costs `price`."""

    minimum: int
    price: Money
    saving_percent: int = 0


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: Text
    url: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way back; the page itself has no address."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a small chart; `written` is the value as the reader sees it in the table."""

    label: Text
    value: int
    written: Text = ""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """A transfer of the ledger: `amount` out of the debited account into the credited one, and why."""

    debit: Text
    credit: Text
    amount: Money
    note: Text = ""
    at: datetime | None = None


def read(thing: Any, name: str, default: Any = "") -> Any:
    """`name` of an object or a mapping."""
    return thing.get(name, default) if isinstance(thing, dict) else getattr(thing, name, default)
