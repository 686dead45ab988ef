"""Businesses that may sell: the operator's approval, storefronts, suspensions, and dated fee plans.

Guarantees: a Merchant exists only by an operator's Approval; the operator's own business cannot become one (composite key).
"""
