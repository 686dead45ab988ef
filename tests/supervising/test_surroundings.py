"""What the environment says, what is made for it, and where each value came from."""

import re
import stat
from pathlib import Path

import pytest

from entrepot.supervising.inspecting import inspect
from entrepot.supervising.surroundings import ROOT, SETTINGS, Origin, Surroundings


class TestValue:
    def test_prefers_the_environment_then_the_data_folder_then_the_default(self, tmp_path: Path) -> None:
        surroundings = Surroundings({"ENTREPOT_DATA": str(tmp_path), "ENTREPOT_FIELD_KEYS": "mine"})
        surroundings.keep_secrets()
        origins = {value.setting.name: value.origin for value in surroundings.values()}
        assert origins["ENTREPOT_FIELD_KEYS"] == Origin.ENVIRONMENT
        assert origins["ENTREPOT_SECRET_KEY"] == Origin.DATA_FOLDER
        assert origins["ENTREPOT_PORT"] == Origin.DEFAULT
        assert surroundings["ENTREPOT_FIELD_KEYS"] == "mine"
        assert surroundings.url == "http://127.0.0.1:8000"

    def test_takes_what_the_command_line_gives_before_the_environment(self) -> None:
        assert Surroundings({"ENTREPOT_PORT": "9000"}, ENTREPOT_PORT="9001").port == 9001
        assert Surroundings({"ENTREPOT_PORT": "9000"}, ENTREPOT_PORT=None).port == 9000

    def test_never_shows_a_secret(self) -> None:
        surroundings = Surroundings(
            {"DATABASE_URL": "postgresql://a:hidden@b/c", "ENTREPOT_SECRET_KEY": "hidden"}
        )
        assert not [value for value in surroundings.values() if "hidden" in value.shown()]

    def test_lists_every_setting_that_the_code_reads(self) -> None:
        text = (ROOT / "src/entrepot/config/settings.py").read_text(encoding="utf-8")
        read = set(re.findall(r"environ[^\n]*?[\"'](ENTREPOT_\w+|DATABASE_\w+)", text))
        internal = {"ENTREPOT_AS_OWNER"}
        assert read - internal - {setting.name for setting in SETTINGS} == set()


class TestSecrets:
    def test_are_made_once_and_kept_to_their_owner(self, tmp_path: Path) -> None:
        keys = []
        for _ in range(2):
            surroundings = Surroundings({"ENTREPOT_DATA": str(tmp_path / "data")})
            surroundings.keep_secrets()
            keys.append((surroundings["ENTREPOT_SECRET_KEY"], surroundings["ENTREPOT_FIELD_KEYS"]))
        assert keys[0] == keys[1]
        assert keys[0][0] != keys[0][1]
        assert min(map(len, keys[0])) >= 50
        assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600


class TestInspect:
    @pytest.mark.parametrize(
        ("environ", "code"),
        [
            ({"ENTREPOT_SECRET_KEY": "short"}, "entrepot_secret_key.weak"),
            ({"ENTREPOT_FIELD_KEYS": "k" * 40 + ",short"}, "entrepot_field_keys.weak"),
            (
                {"ENTREPOT_SECRET_KEY": "k" * 40, "ENTREPOT_FIELD_KEYS": "k" * 40},
                "entrepot_field_keys.shared",
            ),
            ({"ENTREPOT_URL": "shop.example"}, "entrepot_url.broken"),
            ({"ENTREPOT_URL": "http://shop.example"}, "entrepot_url.plain"),
            ({"ENTREPOT_HOST": "0.0.0.0"}, "entrepot_url.local"),
            ({"ENTREPOT_DEBUG": "1"}, "entrepot_debug.on"),
            ({}, "entrepot_email_url.unset"),
            ({"DATABASE_URL": "postgresql://owner@db/x"}, "database_app_url.owner"),
        ],
    )
    def test_finds(self, environ: dict[str, str], code: str) -> None:
        good = {"ENTREPOT_SECRET_KEY": "s" * 40, "ENTREPOT_FIELD_KEYS": "f" * 40}
        assert code in [finding.code for finding in inspect(Surroundings(good | environ))]

    def test_finds_nothing_in_a_marketplace_that_is_set_up(self) -> None:
        environ = {
            "ENTREPOT_SECRET_KEY": "s" * 40,
            "ENTREPOT_FIELD_KEYS": "f" * 40,
            "ENTREPOT_URL": "https://shop.example",
            "ENTREPOT_HOST": "0.0.0.0",
            "ENTREPOT_EMAIL_URL": "smtps://mail.example",
            "DATABASE_URL": "postgresql://owner@db/x",
            "DATABASE_APP_URL": "postgresql://app@db/x",
        }
        codes = [finding.code for finding in inspect(Surroundings(environ))]
        assert [code for code in codes if not code.startswith("fonts.")] == []
