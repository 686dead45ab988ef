"""What a test process has loaded stays to its end, so Python's search for garbage need not look at it again and again.

Django, the browser's driver and six thousand collected tests are most of what a full search goes through.
"""

import gc

#: New objects before the youngest are looked through: pages make and drop tens of thousands.
_YOUNGEST = 20_000


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNGEST, 20, 20)
