"""What `entrepot check` says of the index."""

import pytest

from entrepot.search import rebuilding
from entrepot.search.checks import index_is_there


class TestIndexIsThere:
    def test_warns_while_there_is_none(self, folder):
        assert [message.id for message in index_is_there()] == ["search.W001"]

    @pytest.mark.django_db
    def test_is_quiet_once_it_is_built(self, folder):
        rebuilding.rebuild()
        assert index_is_there() == []
