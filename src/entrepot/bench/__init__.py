"""Measuring the marketplace from the outside, on a database of its own: never on one that anybody uses."""
