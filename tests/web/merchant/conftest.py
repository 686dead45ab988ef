from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Uploads and pictures of a test lie in its own folder."""
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
