"""What is on hand, what is reserved, and every movement between.

Guarantees: reserved is never more than on hand; reserved equals the open reservations; on hand equals the sum of the movements.
Knows variants, merchants and order lines by id only.
"""
