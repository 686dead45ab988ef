"""The search index lies in files (search/schema.py); it has no tables."""
