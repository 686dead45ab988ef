"""What the role of web and worker may not do to the ledger. The migration runner applies it after its
general grants.
"""

ROLE = "entrepot_app"

#: The role inserts transfers, accounts and closings and moves the two counters; it changes nothing else, and it
#: deletes nothing.
SQL = f"""
REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON ledger_transfer, ledger_account, ledger_closing FROM {ROLE};
GRANT SELECT, INSERT ON ledger_transfer, ledger_account, ledger_closing TO {ROLE};
GRANT UPDATE (debits_minor, credits_minor) ON ledger_account TO {ROLE};
"""
