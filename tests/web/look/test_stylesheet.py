"""Thirty files are served as one."""

import re
import shutil
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from entrepot.web.stylesheet import OneStylesheet, flattened

CSS = Path("src/entrepot/web/static/css")


class TestFlattened:
    def test_puts_each_file_into_its_layer(self) -> None:
        files = {"a.css": "/* why */\n.a { color: var(--ink); }\n\n"}
        entry = '@layer reset, base;\n@import "a.css" layer(base);\n'
        assert (
            flattened(entry, files.__getitem__)
            == "@layer reset, base;\n@layer base {\n.a { color: var(--ink); }\n}\n"
        )

    def test_of_the_site_leaves_no_import(self) -> None:
        whole = flattened((CSS / "site.css").read_text(), lambda file: (CSS / file).read_text())
        assert "@import" not in whole
        assert whole.count("{") == whole.count("}")

    def test_of_the_site_forgets_no_file(self) -> None:
        named = set(re.findall(r'@import "([^"]+)"', (CSS / "site.css").read_text()))
        there = {str(path.relative_to(CSS)) for path in CSS.rglob("*.css")} - {"site.css"}
        assert named == there


class TestCollected:
    def test_is_one_hashed_file(self, tmp_path: Path) -> None:
        storage = OneStylesheet(location=str(tmp_path), base_url="/static/")
        source = FileSystemStorage(location=str(CSS.parent))
        shutil.copytree(CSS, tmp_path / "css")
        names = [f"css/{path.relative_to(CSS)}" for path in CSS.rglob("*.css")]
        paths = {name: (source, name) for name in names}
        assert all(not isinstance(done, Exception) for *_names, done in storage.post_process(paths))
        name = storage.stored_name("css/site.css")
        assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", name)
        assert (tmp_path / f"{name}.gz").exists()
        served = (tmp_path / name).read_text()
        assert "@import" not in served
        assert ".button-accent" in served
