"""The demo marketplace: shops, goods and their pictures, made from nothing but this package."""
