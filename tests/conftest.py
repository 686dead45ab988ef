"""What every test can use; the database itself is started by `tests.plugins.database`."""
