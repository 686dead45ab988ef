"""What `entrepot check` says of the search index."""

from typing import Any

from django.core.checks import CheckMessage, Warning

from entrepot.search import folders


def index_is_there(**_: Any) -> list[CheckMessage]:
    """A warning while there is no index of this version: every search finds nothing then."""
    if folders.current() is not None:
        return []
    return [
        Warning(
            "There is no search index, so only the names of the newest goods are searched",
            hint="`entrepot up` builds it when it starts; by hand: entrepot search rebuild",
            id="search.W001",
        )
    ]
