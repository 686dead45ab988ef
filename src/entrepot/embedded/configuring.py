"""The server's two configuration files, written at every start from the machine's memory."""

import os
from pathlib import Path

from entrepot.embedded.records import write_private

MIB = 1024 * 1024

_HBA = """\
# Written at every start. Three roles, by password, over a socket in a private folder; nothing over the network.
local all entrepot_owner scram-sha-256
local all entrepot_app scram-sha-256
local all {superuser} scram-sha-256
"""


def write(cluster: Path, *, socket_folder: Path, superuser: str, for_tests: bool) -> None:
    """Write `postgresql.conf` and `pg_hba.conf` into `cluster`."""
    memory = memory_bytes()
    lines = ["# Written at every start: put settings of your own into custom.conf beside this file."]
    settings = _settings(memory, for_tests=for_tests) | {
        "unix_socket_directories": f"'{_quoted(socket_folder)}'",
        "unix_socket_permissions": "0700",
        "listen_addresses": "''",
    }
    lines += [f"{name} = {value}" for name, value in settings.items()]
    lines.append("include_if_exists 'custom.conf'")
    # Readable by the account that runs the server, which the folder itself is closed to everyone but.
    write_private(cluster / "postgresql.conf", "\n".join(lines) + "\n", mode=0o644)
    write_private(cluster / "pg_hba.conf", _HBA.format(superuser=superuser), mode=0o644)


def memory_bytes() -> int:
    """The memory this process may use: the machine's, or less where a container says so."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            text = Path(limit).read_text(encoding="ascii").strip()
        except OSError:
            continue
        if text.isdigit():
            return min(machine, int(text))
    return machine


def _settings(memory: int, *, for_tests: bool) -> dict[str, str]:
    mebibytes = memory // MIB
    shared = 128 if for_tests else _between(64, mebibytes // 8, 4096)
    settings = {
        # The machine also runs the pages and the worker, hence an eighth and not the customary quarter.
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(128, mebibytes // 2)}MB",
        "work_mem": f"{_between(4, mebibytes // 1024, 32)}MB",
        "maintenance_work_mem": f"{_between(64, mebibytes // 64, 1024)}MB",
        "max_connections": "200",
        "min_wal_size": "128MB",
        "checkpoint_timeout": "15min",
        "max_wal_size": "4GB",
        # The wheel's server knows pglz alone, and that took two fifths of what its backends did under load.
        "wal_compression": "off",
        "random_page_cost": "1.1",
        "jit": "off",  # short transactions: compiling a query costs more than running it
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "password_encryption": "scram-sha-256",
        "fsync": "off" if for_tests else "on",
        "full_page_writes": "off" if for_tests else "on",
        "synchronous_commit": "on",
        # Statements carry names and addresses: they stay out of the log, even those that failed.
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_line_prefix": "'%m [%p] '",
    }
    if for_tests:
        # No tail of idle maintenance in a database that lives for minutes.
        return settings | {"autovacuum": "on", "max_wal_senders": "0", "wal_level": "minimal"}
    return settings | {
        "logging_collector": "on",
        "log_directory": "'log'",
        "log_filename": "'postgres-%a.log'",
        "log_truncate_on_rotation": "on",
        "log_rotation_age": "1d",
        "log_rotation_size": "0",
    }


def _between(least: int, value: int, most: int) -> int:
    return max(least, min(value, most))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
