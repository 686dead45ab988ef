"""The longest tests begin first, so that no process is alone with one when the others have nothing left to do."""

import pytest

#: Where tests take many seconds, the longest first: whole marketplaces are started, damaged, walked and measured there.
_LONGEST = (
    "tests/walk",
    "tests/bench",
    "tests/test_routes.py",
    "tests/cli",
    "tests/demo",
    "tests/embedded",
    "tests/supervising",
    "tests/workers",
    "tests/search",
    "tests/catalog/importing",
    "tests/rules",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Then those in a browser, then all others, in their order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    for place, prefix in enumerate(_LONGEST):
        if item.nodeid.startswith(prefix):
            return place
    return len(_LONGEST) + (item.get_closest_marker("browser") is None)
