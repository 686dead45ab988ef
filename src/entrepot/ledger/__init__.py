"""Every cent, twice: the chart of accounts, the transfers between accounts, and the proof that they add up.

Owns the accounts and the transfers. Guarantees that a transfer names a debit and a credit account of one
currency, that it never changes, that the same journal is posted once, and that no account of one order or
merchant falls below its floor. It knows nothing of orders or merchants: an owner is an id. `posting.post` is
the only writer; everyone else calls it with journals that `journals` builds, inside their own transaction,
and reads through `queries`.
"""
