"""What follows from the numbers of an order, without a database."""

from fractions import Fraction

from entrepot.kit.money import Money


def fee_returned(fee: Money, *, goods: Money, refunded: Money) -> Money:
    """How much of the commission, or of the tax on it, falls away when so much, all in all, went back (trade rules 2.4, R2).

    Pro rata of the goods, which what is refunded counts as first, and never more than the fee. Each refund returns what this is
    after it less what it was before: so however many there are, their parts add up exactly.
    """
    if not goods or not refunded:
        return Money(0, fee.currency)
    share = min(Fraction(refunded.minor, goods.minor), Fraction(1))
    return fee.portion(share)
