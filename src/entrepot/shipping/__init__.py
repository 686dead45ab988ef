"""What it costs to send goods, the parcels that merchants hand over, and where those are.

Guarantees: freight is priced from a merchant's own table and never guessed: no row for a destination is a refusal.
"""
