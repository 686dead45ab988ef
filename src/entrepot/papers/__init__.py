"""What is printed: invoices, packing lists, parcel labels, statements, set as PDF.

A paper is a template in `typst/` and plain data: every text a string already in the reader's language, every amount already
written out, by what composes it (here, or beside the page that offers it). Guarantees: what people wrote comes out as written,
never as markup; nothing is fetched; the same data gives the same bytes. Reads by the queries of the domains, changes nothing.
"""
