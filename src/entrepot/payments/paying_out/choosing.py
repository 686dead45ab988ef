"""Which movements of what is payable a payout takes, and why the others wait: rules on values, no clock, no rows.

A payout takes whole movements, each once and never a part of one, so that it is the sum of its lines to the cent. What belongs
to one order (its release, what was kept in reserve of it, what was recovered, what was refunded) is taken together.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from entrepot.kit.money import Money, total
from entrepot.payments.freezing import Frozen
from entrepot.payments.parameters import PayoutTerms
from entrepot.payments.rules import payable_on


@dataclass(frozen=True, slots=True)
class Unpaid:
    """One movement of account 2200 that no payout has taken yet; `amount` is below zero for what was taken from the merchant."""

    transfer_id: UUID
    subject_id: UUID
    code: str
    at: datetime
    amount: Money


class Why(StrEnum):
    """Why an amount waits."""

    EARLY = "early"  # it was released too short a time ago
    CLAIMED = "claimed"  # its order is disputed or charged back
    BEHIND = "behind"  # left behind for a claim on an order that was paid out before


@dataclass(frozen=True, slots=True)
class Together:
    """The unpaid movements of one order, or of whatever else they are about. due_on: the first payout that may take them."""

    subject_id: UUID
    lines: tuple[Unpaid, ...]
    due_on: date
    why: Why | None = None

    @property
    def net(self) -> Money:
        return total((line.amount for line in self.lines), self.lines[0].amount.currency)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a payout takes, and what it leaves."""

    amount: Money
    taken: tuple[Together, ...]
    waiting: tuple[Together, ...]

    @property
    def lines(self) -> list[Unpaid]:
        return [line for group in self.taken for line in group.lines]


def choose(
    lines: Sequence[Unpaid],
    currency: str,
    *,
    on: date,
    is_new: bool,
    terms: PayoutTerms,
    claims: Collection[Frozen] = (),
) -> Choice:
    """What the payout of this day takes of these movements, all of one currency.

    What a merchant has to give back is always taken into account; only groups that bring it something wait. As much as is
    claimed stays behind, the newest first. So what is taken is never more than the balance less the claims.
    """
    ours = [claim for claim in claims if claim.amount.currency == currency]
    claimed = {claim.order_id for claim in ours}
    taken, waiting = [], []
    for group in together(lines, is_new=is_new, terms=terms):
        why = _why(group, claimed, on)
        if why is None or group.net.minor <= 0:
            taken.append(group)
        else:
            waiting.append(Together(group.subject_id, group.lines, group.due_on, why))
    behind = total((group.net for group in waiting), currency)
    wanted = total((claim.amount for claim in ours), currency)
    for group in [group for group in reversed(taken) if group.net.minor > 0]:
        if behind >= wanted:
            break
        taken.remove(group)
        waiting.append(Together(group.subject_id, group.lines, group.due_on, Why.BEHIND))
        behind += group.net
    amount = total((group.net for group in taken), currency)
    return Choice(amount, tuple(taken), tuple(waiting))


def together(lines: Sequence[Unpaid], *, is_new: bool, terms: PayoutTerms) -> list[Together]:
    """The movements by what they are about, in the order of their first."""
    groups: dict[UUID, list[Unpaid]] = {}
    for line in lines:
        groups.setdefault(line.subject_id, []).append(line)
    return [
        Together(subject, tuple(group), _due_on(group, is_new=is_new, terms=terms))
        for subject, group in groups.items()
    ]


def _due_on(group: Sequence[Unpaid], *, is_new: bool, terms: PayoutTerms) -> date:
    released = [line.at.date() for line in group if line.code == "release"]
    if not released:
        return group[0].at.date()
    return payable_on(released[0], is_new=is_new, terms=terms)


def _why(group: Together, claimed: Collection[UUID], on: date) -> Why | None:
    if group.subject_id in claimed:
        return Why.CLAIMED
    return Why.EARLY if group.due_on > on else None
