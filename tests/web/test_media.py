"""Pictures are served as what they are, for a year, and cannot run anything."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "one.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return tmp_path


class TestMedia:
    def test_is_kept_for_a_year_and_holds_no_script(self, folder: Path) -> None:
        answer = Client().get("/media/one.svg")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
        assert "immutable" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")

    @pytest.mark.parametrize("path", ["nothing.svg", "../settings.py", "%2e%2e/secrets.json", ""])
    def test_leads_nowhere_else(self, folder: Path, path: str) -> None:
        assert Client().get(f"/media/{path}").status_code == 404
