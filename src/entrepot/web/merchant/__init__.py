"""The merchant's pages: catalogue, imports, orders to ship, statements."""
