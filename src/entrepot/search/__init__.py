"""Finding goods in either language: a tantivy index beside the database, fed by the catalogue's events.

Guarantees: one writer, many readers; what is not on sale is not found; the index can be thrown away and built again.
"""
