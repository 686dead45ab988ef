"""The stylesheet is written as some thirty small files and served as one.

Browsers understand the source as it is (`@import … layer(…)`), so while developing nothing is built. For production thirty
files would cost a second round trip before anything is painted: `collectstatic` writes the imported files into the entry,
and whitenoise then hashes and compresses it.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

ENTRY = "css/site.css"
_IMPORT = re.compile(r'^@import "(?P<file>[^"]+)" layer\((?P<layer>[a-z]+)\);$', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")


def flattened(entry: str, read: Callable[[str], str]) -> str:
    """`entry` with each `@import "file" layer(name);` replaced by that file within its layer; comments and breaks go."""
    text = _IMPORT.sub(lambda found: f"@layer {found['layer']} {{\n{read(found['file'])}\n}}", entry)
    return _BREAK.sub("\n", _COMMENT.sub("", text)).strip() + "\n"


class OneStylesheet(CompressedManifestStaticFilesStorage):
    """Hashed and compressed static files, with the stylesheet in one piece."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if ENTRY in paths and not dry_run:
            source, name = paths[ENTRY]
            folder = name.rpartition("/")[0]

            def read(path: str) -> str:
                with source.open(path) as file:
                    return str(file.read().decode())

            whole = flattened(read(name), lambda file: read(f"{folder}/{file}"))
            self.delete(ENTRY)
            self._save(ENTRY, ContentFile(whole.encode()))
            paths = paths | {ENTRY: (self, ENTRY)}
        yield from super().post_process(paths, dry_run, **options)
