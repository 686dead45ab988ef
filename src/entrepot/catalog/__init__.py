"""Products, their variants, prices, pictures, translations, categories and imports.

Guarantees: money is exact and in the merchant's currency; a product on sale has been published by somebody, at a time; an
import changes a product whole or not at all. Reads go through `visible_to`; the search index hears of changes by events.
"""
