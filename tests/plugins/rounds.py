"""`--rounds N`: how often a whole marketplace is damaged under load; what was done, and what came of it, is said at the end.

These tests are chosen by `--rounds` or by `-m faults`, and left out otherwise: they take a whole machine for half a minute.
"""

import pytest

ROUNDS = 2
_SAID = "round"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rounds",
        type=int,
        default=None,
        metavar="N",
        help=f"damage a whole marketplace under load, N times each way (with -m faults: {ROUNDS})",
    )
    parser.addoption(
        "--lives",
        type=int,
        default=None,
        metavar="N",
        help="let so many random histories of orders happen (tests/trade/test_life.py), longer ones than usual",
    )


def _rounds(config: pytest.Config) -> int:
    given: int | None = config.getoption("rounds")
    if given is not None:
        return given
    return ROUNDS if "faults" in str(config.getoption("markexpr")) else 0


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with `round_number` runs once in each round."""
    if "round_number" in metafunc.fixturenames:
        metafunc.parametrize("round_number", range(1, max(_rounds(metafunc.config), 1) + 1), scope="module")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what nobody asked for."""
    whole = [item for item in items if "round_number" in getattr(item, "fixturenames", ())]
    if whole and not _rounds(config):
        items[:] = [item for item in items if item not in set(whole)]
        config.hook.pytest_deselected(items=whole)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each thing that was done to a marketplace."""
    said = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == _SAID
    ]
    if said:
        terminalreporter.section("what was done to a marketplace under load")
        for line in sorted(said):
            terminalreporter.write_line(line)
