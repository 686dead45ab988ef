"""Taking a merchant's product file: read as text, brought to one normal form, applied product by product.

Guarantees: a file that is not what it seems is refused before anything is written; a product is taken whole or not at all;
a second upload of the same file changes nothing; what was mended in the browser, and what was sold, outlives the next file.
"""
