"""Every text that a person can read is there in Chinese, with the same places to fill in."""

from functools import cache
from pathlib import Path

import pytest

from tools import messages
from tools.messages import Text, packages, placeholders, texts_of, translation

PACKAGES = packages()
#: Each package's files are read once for all questions asked of them.
said_by, read = cache(messages.texts_of), cache(messages.read)


@pytest.mark.parametrize("package", PACKAGES.values(), ids=PACKAGES.keys())
class TestCatalogue:
    def test_translates_every_text(self, package: Path) -> None:
        catalogue = read(package)
        texts = said_by(package)
        missing = sorted(
            f"{texts[text]}: {text.singular}" for text in texts if not translation(catalogue, text)
        )
        assert missing == [], "run bin/messages, then translate"

    def test_keeps_the_placeholders(self, package: Path) -> None:
        catalogue = read(package)
        changed = [
            (text.singular, chinese)
            for text in said_by(package)
            if (chinese := translation(catalogue, text))
            # Chinese has one form for all numbers and follows the plural, which always names the number.
            and placeholders(chinese) != placeholders(text.plural or text.singular)
        ]
        assert changed == []

    def test_has_no_text_that_nobody_says(self, package: Path) -> None:
        said = {(text.singular, text.context) for text in said_by(package)}
        kept = {
            (message.id if isinstance(message.id, str) else message.id[0], message.context or "")
            for message in read(package)
            if message.id
        }
        assert kept - said == set(), "run bin/messages"


def test_one_text_is_said_in_one_way() -> None:
    """Django reads all catalogues as one: of two translations of a text one would be shown in both places."""
    said: dict[tuple[str, str], set[str]] = {}
    for package in PACKAGES.values():
        catalogue = read(package)
        for text in said_by(package):
            if chinese := translation(catalogue, text):
                said.setdefault((text.singular, text.context), set()).add(chinese)
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}, (
        "give each a context of its own"
    )


class TestExtraction:
    def test_finds_texts_in_code_and_templates(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tools.messages.SOURCE", tmp_path)
        shop = tmp_path / "shop"
        (shop / "templates").mkdir(parents=True)
        (shop / "apps.py").write_text(
            'title = gettext_lazy("Ship" "ped")\nn = ngettext("%(n)d day", "%(n)d days", n)\n'
        )
        (shop / "templates" / "page.html").write_text(
            "<p>It's\n      {% translate 'Pay' context 'verb' %}\n  {{ _('Buyer') }}\n"
            "{% blocktranslate trimmed count n=n %}one\n thing{% plural %}{{ n }} things{% endblocktranslate %}</p>"
        )
        assert sorted(texts_of(shop)) == [
            Text("%(n)d day", "%(n)d days"),
            Text("Buyer"),
            Text("Pay", context="verb"),
            Text("Shipped"),
            Text("one thing", "%(n)s things"),
        ]

    @pytest.mark.parametrize(
        ("sentence", "names"),
        [
            ("Order {number} of {name!r}", {"number", "name"}),
            ("%(count)d of %(total)s, 100 %% sure", {"count", "total"}),
            ("%s took {{literal}}", {"%s"}),
            ("Nothing to fill in", set()),
        ],
    )
    def test_knows_what_a_sentence_leaves_open(self, sentence: str, names: set[str]) -> None:
        assert placeholders(sentence) == names
