"""The operator's pages: approvals, the ledger, the audit."""
