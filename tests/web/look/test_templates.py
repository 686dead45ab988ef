"""Rules that every template of every area keeps."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(Path("src/entrepot").rglob("templates/**/*.html"))
_NOTES = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)
ICONS = set(re.findall(r'<symbol id="([a-z]+)"', Path("src/entrepot/web/static/icons.svg").read_text()))


def text_of(path: Path) -> str:
    return _NOTES.sub("", path.read_text())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to("src/entrepot")))
class TestTemplate:
    def test_has_nothing_inline_that_the_policy_refuses(self, path: Path) -> None:
        text = text_of(path)
        assert re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|hx-on\b|javascript:", text) == []
        # Data for search engines is no program: the policy lets it pass, and nothing runs it.
        programs = text.replace('<script type="application/ld+json">', "")
        assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", programs) == []

    def test_takes_nothing_from_another_host(self, path: Path) -> None:
        assert re.findall(r"(?:src|href|action)=[\"'](?:https?:)?//[^\"']*", text_of(path)) == []

    def test_names_icons_that_exist(self, path: Path) -> None:
        assert set(re.findall(r"{% icon \"([a-z]+)\"", text_of(path))) - ICONS == set()
