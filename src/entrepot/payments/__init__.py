"""Money from buyers: providers, captures, escrow and its release, refunds, and exchange rates. Speaks the ledger.

Guarantees: a provider is asked with our own id, so asking twice charges once; no database connection is held while it
answers; what it tells us by webhook is verified, kept once, and applied once, in whatever order it comes.
"""
