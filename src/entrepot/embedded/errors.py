"""Why the embedded database could not be had, each as a sentence to show as it is."""


class DatabaseUnavailable(Exception):
    """The embedded database cannot be started; the message says why and what to do."""


class DatabaseInUse(DatabaseUnavailable):
    """Another process keeps this data folder's database."""


class DatabaseDamaged(DatabaseUnavailable):
    """The data folder holds a database that this program cannot open."""
