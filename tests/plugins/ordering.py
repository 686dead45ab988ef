"""The long tests begin first: on two cores, one that begins last leaves the other core waiting for it."""

import pytest

#: By the seconds they took, the longest first.
LONG = (
    "tests/walk/",
    "tests/test_routes.py",
    "tests/web/operator/test_ledger.py",
    "tests/workers/test_main.py",
    "tests/web/shop/test_browser.py",
    "tests/web/account/test_browser.py",
    "tests/web/look/test_browser.py",
    "tests/cli/",
    "tests/web/merchant/",
    "tests/catalog/importing/",
    "tests/demo/test_loading.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring the long ones forward, and leave the order of the others as it is."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    return next((i for i, start in enumerate(LONG) if item.nodeid.startswith(start)), len(LONG))
