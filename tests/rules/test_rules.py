"""Each rule allows its good samples, refuses its bad ones, and finds nothing in the project."""

import importlib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.rules.reading import Finding, Source, sources

HERE = Path(__file__).parent
RULES = {
    path.stem: importlib.import_module(f"tests.rules.{path.stem}")
    for path in sorted(HERE.glob("*.py"))
    if path.stem not in ("__init__", "reading") and not path.stem.startswith("test_")
}

read = cache(sources)


def refused(rule: ModuleType, source: Source) -> list[Finding]:
    """What the rule finds, but for the lines that say why it shall not."""
    return [found for found in rule.find(source) if source.suppressed(found.line) != rule.NAME]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
class TestRule:
    def test_says_why_it_is(self, rule: ModuleType) -> None:
        assert rule.__doc__ is not None
        assert len(rule.__doc__.split()) >= 20
        assert rule.__name__.rpartition(".")[2].replace("_", "-") == rule.NAME

    def test_allows_the_good(self, rule: ModuleType) -> None:
        assert [
            (text, found) for path, text in rule.GOOD for found in refused(rule, Source.of(path, text))
        ] == []

    def test_refuses_the_bad(self, rule: ModuleType) -> None:
        assert [text for path, text in rule.BAD if not refused(rule, Source.of(path, text))] == []
        assert rule.BAD

    def test_is_kept(self, rule: ModuleType) -> None:
        broken = [
            f"{source.path}:{found.line}: {found.sentence}"
            for folder in rule.FOLDERS
            for source in read(folder)
            if source.path not in rule.PLACES
            for found in refused(rule, source)
        ]
        if broken:
            pytest.fail("\n".join([f"{rule.NAME}: {rule.__doc__}", *broken]), pytrace=False)

    def test_leaves_alone_only_what_needs_it(self, rule: ModuleType) -> None:
        known = {source.path: source for folder in rule.FOLDERS for source in read(folder)}
        stale = [path for path in rule.PLACES if path not in known or not list(rule.find(known[path]))]
        assert stale == [], "take these out of PLACES"


class TestSuppression:
    def test_needs_the_name_of_the_rule_and_a_reason(self) -> None:
        rule = RULES["one_clock"]
        line = "now = datetime.now(UTC)"
        marked = f"{line}  # rule: one-clock because the library compares it with its own\n"
        assert refused(rule, Source.of("src/entrepot/a.py", marked)) == []
        assert len(refused(rule, Source.of("src/entrepot/a.py", f"{line}  # rule: one-clock\n"))) == 1
        assert (
            len(refused(rule, Source.of("src/entrepot/a.py", f"{line}  # rule: no-prints because it is\n")))
            == 1
        )

    def test_is_not_left_behind(self) -> None:
        by_name = {rule.NAME: rule for rule in RULES.values()}
        idle = []
        for source in [*read("src/entrepot"), *read("tests"), *read("tools")]:
            if source.path.startswith("tests/rules/"):
                continue
            for number, _line in enumerate(source.lines, 1):
                name = source.suppressed(number)
                if name and number not in {found.line for found in by_name[name].find(source)}:
                    idle.append(f"{source.path}:{number}")
        assert idle == [], "nothing on these lines is against the rule they name"
