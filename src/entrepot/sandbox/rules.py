"""What each token does, and what the provider keeps."""

from fractions import Fraction

from entrepot.kit.money import Money
from entrepot.sandbox.models import ChargeState

FEE = Fraction(6, 1000)

#: What a dispute costs, won or lost (trade rules 2.4, D2), and how long there is to answer it.
DISPUTE_FEES = {"CNY": 10700}
DISPUTE_FEE_ELSE = 1500
ANSWER_DAYS = 14

TIMES_OUT = "tok_timeout"
TAKEN_BACK = "tok_chargeback"
#: The provider breaks down: before it has taken anything, or after.
FAILS_FIRST = "tok_error"
FAILS_LATER = "tok_error_later"
_STATES = {
    "tok_ok": ChargeState.CAPTURED,
    TIMES_OUT: ChargeState.CAPTURED,  # the money is taken, only the answer is lost
    FAILS_LATER: ChargeState.CAPTURED,  # so it is here
    TAKEN_BACK: ChargeState.CAPTURED,  # and disputed in the same moment
    "tok_needs_action": ChargeState.NEEDS_ACTION,
    "tok_declined": ChargeState.DECLINED,
}


def state_for(token: str) -> ChargeState:
    """What a charge with this token comes to at once. A token that nobody issued is declined."""
    return _STATES.get(token, ChargeState.DECLINED)


def fee_of(amount: Money) -> Money:
    """What the provider keeps of a captured amount: 0.6 %, half-up."""
    return amount.portion(FEE)


def dispute_fee(currency: str) -> Money:
    """What the provider asks for a dispute."""
    return Money(DISPUTE_FEES.get(currency, DISPUTE_FEE_ELSE), currency)
