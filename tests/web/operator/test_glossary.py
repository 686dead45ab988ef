"""The glossary's page."""

from django.test import Client

from entrepot.kit.actor import SYSTEM
from entrepot.search import glossary
from entrepot.search.models import Term
from tests.web.operator.test_approvals import cleo, operator, signed_in

__all__ = ["cleo", "operator", "signed_in"]


class TestGlossary:
    def test_lists_finds_and_pages(self, operator: Client) -> None:
        glossary.add(en=["hand cream"], zh=["护手霜"], by=SYSTEM)
        glossary.add(en=["wallet"], zh=["钱包"], by=SYSTEM)
        page = operator.get("/zh-hans/operator/glossary/?name=手霜").content.decode()
        assert "护手霜" in page
        assert "钱包" not in page

    def test_adds_a_term_with_signs_of_either_language_between_names(self, operator: Client) -> None:
        answer = operator.post("/en/operator/glossary/terms/", {"en": "fly reel, reel", "zh": "飞钓轮、渔轮"})
        assert answer.status_code == 302
        term = Term.objects.get()
        assert (term.en, term.zh, term.origin) == (["fly reel", "reel"], ["飞钓轮", "渔轮"], "operator")

    def test_says_what_is_wrong_and_keeps_what_was_written(self, operator: Client) -> None:
        answer = operator.post("/en/operator/glossary/terms/", {"en": "x" * 61, "zh": "杯"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Please give 1 to 12 names of at most 60 characters each." in page
        assert "x" * 61 in page
        assert not Term.objects.exists()

    def test_switches_off_and_on(self, operator: Client) -> None:
        term = glossary.add(en=["cup"], zh=["杯子"], by=SYSTEM)
        operator.post(f"/en/operator/glossary/terms/{term.pk}/", {"off": "1"})
        assert Term.objects.get().is_off
        assert "switched off" in operator.get("/en/operator/glossary/").content.decode()
        operator.post(f"/en/operator/glossary/terms/{term.pk}/", {"off": "0"})
        assert not Term.objects.get().is_off
