"""The demonstration: invented shops, people and two months of trade, in a marketplace that works like any other.

It goes through the verbs that pages and programs call, so that what it shows is what the marketplace does; only the
clock stands in the past. `load()` fills an empty marketplace, `sign_ins()` says who can look around in it.
"""

from entrepot.demo.loading import load
from entrepot.demo.people import SignIn, sign_ins

__all__ = ["SignIn", "load", "sign_ins"]
