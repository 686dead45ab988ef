"""What freight costs: a pure function of a rate row and a weight."""

from entrepot.kit.money import Money


def freight(*, weight_grams: int, first_grams: int, first: Money, step_grams: int, step: Money) -> Money:
    """The first weight's price, and the step's for each further step begun."""
    beyond = max(0, weight_grams - first_grams)
    return first + step * -(-beyond // step_grams)
