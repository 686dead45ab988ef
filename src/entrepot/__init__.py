"""Entrepôt: an open marketplace that owns no goods; ARCHITECTURE.md is the map."""

__version__ = "0.1.0"
