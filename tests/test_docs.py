"""What the papers name exists: files, functions, commands, states, words; and they name no hosts."""

import re
from functools import cache
from pathlib import Path

import click
import pytest
from django.db.models import TextChoices

from entrepot.cli import group
from entrepot.payments.models import PaymentState, RefundState
from entrepot.supervising.surroundings import SETTINGS
from entrepot.trade.flow import OrderState, PurchaseState
from tools.messages import packages, read

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "entrepot"
PAPERS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "bench").glob("*.md")),
]
NEEDED = ("README", "ARCHITECTURE", "GLOSSARY", "STYLE", "CONTRIBUTING", "CHANGELOG")

_QUOTED = re.compile(r"`([^`\n]+)`")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"[\w.<>-]*(?:/[\w.<>*-]+)*\.(?:py|md|toml|txt|sql|html|css|js|csv|lua|po|json|conf)")
_FOLDER = re.compile(r"\.?[\w-]+(?:/[\w.-]+)*/")
_SCRIPT = re.compile(r"(?:bin|\.ci)/\w+")
_COMMAND = re.compile(r"(?:bin/)?entrepot ((?:[a-z][a-z-]* ?)+)")

#: Files that are made by running it, or that an example names because they are not to be.
NOT_OURS = {
    "custom.conf",
    "secrets.json",
    "postgresql.conf",
    "trade/service.py",
    "trade/utils.py",
    "trade/managers.py",
}


@cache
def known_files() -> frozenset[str]:
    """Every file of the project, and the end of every path to it: `trade/placing.py`, `placing.py`."""
    ends = set()
    for top in ("src", "tests", "docs", "bin", "requirements", "bench", "tools", ".ci"):
        for path in (ROOT / top).rglob("*"):
            parts = path.relative_to(ROOT).parts
            ends |= {"/".join(parts[start:]) for start in range(len(parts))}
    return frozenset(ends | {path.name for path in ROOT.iterdir()})


def quoted(paper: Path) -> list[str]:
    """What stands between backquotes, but not in examples of code."""
    return _QUOTED.findall(_FENCED.sub("", paper.read_text(encoding="utf-8")))


def named_files(text: str) -> list[str]:
    """The files, folders and scripts that a quoted text names."""
    if "<" in text or "*" in text or "://" in text or "_NNNN" in text:
        return []
    word = text.split(":")[0].split(" ")[0]
    if _FILE.fullmatch(word) or _SCRIPT.fullmatch(word):
        return [word]
    return [word.rstrip("/")] if _FOLDER.fullmatch(word) else []


@pytest.mark.parametrize("paper", PAPERS, ids=[path.relative_to(ROOT).as_posix() for path in PAPERS])
class TestPaper:
    def test_names_files_that_exist(self, paper: Path) -> None:
        named = {word for text in quoted(paper) for word in named_files(text)}
        assert sorted(named - known_files() - NOT_OURS) == []

    def test_names_functions_that_exist(self, paper: Path) -> None:
        """`trade/placing.py: place` is a promise that the file has it."""
        missing = []
        for text in quoted(paper):
            match = re.fullmatch(r"([\w/]+\.py): (\w+)(?:\(\))?", text)
            if match is None:
                continue
            file = PACKAGE / match[1] if (PACKAGE / match[1]).exists() else ROOT / match[1]
            defined = re.compile(rf"^\s*(?:async )?(?:def|class) {match[2]}\b|^{match[2]}\b.*=", re.MULTILINE)
            if not file.exists() or not defined.search(file.read_text(encoding="utf-8")):
                missing.append(text)
        assert missing == []

    def test_names_commands_that_exist(self, paper: Path) -> None:
        text = paper.read_text(encoding="utf-8")
        said = [*quoted(paper), *(line for line in text.splitlines() if line.startswith("    "))]
        unknown = []
        for line in said:
            match = _COMMAND.match(line.strip())
            if match and not _is_command(match[1].split()):
                unknown.append(line.strip())
        assert unknown == []

    def test_names_settings_that_exist(self, paper: Path) -> None:
        known = {setting.name for setting in SETTINGS} | {"ENTREPOT_REQUIRE_BROWSER"}
        assert set(re.findall(r"\bENTREPOT_[A-Z_]+\b", paper.read_text(encoding="utf-8"))) <= known

    def test_names_no_host(self, paper: Path) -> None:
        hosts = re.findall(r"https?://([\w.-]+)", paper.read_text(encoding="utf-8"))
        assert set(hosts) <= {"127.0.0.1", "localhost"}


def _is_command(words: list[str]) -> bool:
    found: click.Command | None = group
    for word in words:
        if not isinstance(found, click.Group):
            return True  # an argument
        found = found.get_command(click.Context(found), word)
        if found is None:
            return False
    return True


class TestPapers:
    def test_are_there(self) -> None:
        assert [name for name in NEEDED if not (ROOT / f"{name}.md").exists()] == []
        assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")

    def test_of_decisions_are_numbered_and_one_page(self) -> None:
        decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
        assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
        for path in decisions:
            text = path.read_text(encoding="utf-8")
            assert text.startswith(f"# {path.name[:4]}: "), path.name
            assert [line for line in text.splitlines() if line.startswith("## ")] == [
                "## Context",
                "## Decision",
                "## Consequences",
            ], path.name
            assert len(text.splitlines()) <= 60, path.name

    def test_readme_is_one_screen(self) -> None:
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60
        assert text.index("bin/demo") < text.index("bin/test") < text.index("## ")


class TestWhatIsLookedFor:
    """That the tests above would find what is wrong."""

    @pytest.mark.parametrize(
        "text", ["trade/plcing.py: place", "docs/decsions/", "bin/dem", "REDME.md", "web/shop/viws/"]
    )
    def test_finds_names_of_files(self, text: str) -> None:
        assert not set(named_files(text)) <= known_files()

    def test_finds_commands(self) -> None:
        assert _is_command(["customs", "load", "rules"])
        assert not _is_command(["launder"])
        assert not _is_command(["search", "destroy"])


class TestGlossary:
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize("states", [OrderState, PurchaseState, PaymentState, RefundState])
    def test_has_every_state(self, states: type[TextChoices]) -> None:
        assert [state for state in states.values if f"`{state}`" not in self.text] == []

    def test_says_in_chinese_what_the_pages_say(self) -> None:
        said = " ".join(str(message.string) for package in packages().values() for message in read(package))
        words = re.findall(r"\*\* \(([\u4e00-\u9fff]+)\)", self.text)
        assert len(words) >= 10
        assert [word for word in words if word not in said] == []
