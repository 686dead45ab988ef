"""The database is away for a moment: pages and programs are told that it passes, and when to ask again."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def _no_database() -> Iterator[None]:
    """No server answers at the address that this process knows."""
    kept = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/nowhere"
    yield
    connection.close()
    connection.settings_dict["HOST"] = kept


@pytest.mark.usefixtures("_no_database")
class TestNoDatabase:
    def test_a_page_says_so_in_both_languages(self) -> None:
        answer = Client(raise_request_exception=False).get("/en/search/?q=tea")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert "Please try again in a minute" in answer.text and "请过一分钟再试" in answer.text

    @pytest.mark.parametrize(("language", "words"), [("en", "in a few seconds"), ("zh-Hans", "请过几秒再试")])
    def test_a_program_gets_a_problem_in_its_language(self, language: str, words: str) -> None:
        client = Client(raise_request_exception=False, headers={"Accept-Language": language})
        answer = client.get("/api/v1/products/01890a5d-ac96-774b-bcce-b302099a8057")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unavailable"
        assert words in answer.json()["detail"]
