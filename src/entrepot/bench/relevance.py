"""Whether search finds what people mean: judged questions asked of the demo's goods, scored by nDCG@10 for each kind."""

import os
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean
from typing import Any

from entrepot.supervising.visiting import marketplace

JUDGED = Path(__file__).parent / "judged"
SHOWN = 10
_GRADES = {"best": 3, "good": 2, "fair": 1}
#: Questions of which less than this is told one by one.
_POOR = 0.6


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, the language of the page it is asked on, its kind, and what each product (shop/slug) is worth for it."""

    text: str
    lang: str
    kind: str
    worth: Mapping[str, int]


def judged() -> list[Judged]:
    """All of them."""
    found = []
    for path in sorted(JUDGED.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["query"]:
            worth = {slug: grade for name, grade in _GRADES.items() for slug in row.get(name, ())}
            found.append(Judged(row["text"], row["lang"], row["class"], worth))
    return found


def ndcg(ranked: list[str], worth: Mapping[str, int]) -> float:
    """The gain of the first SHOWN, each less the lower it stands, against the best order there is: 0 to 1."""
    best = sorted(worth.values(), reverse=True)
    return _gain([worth.get(slug, 0) for slug in ranked]) / _gain(best)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:SHOWN]))


def measure(data: Path, *, tell: Callable[[str], None]) -> dict[str, Any]:
    """Load the demo's goods into `data` if it is new, and ask all questions."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ["ENTREPOT_DEMO"] = "1"
    os.environ.pop("DATABASE_URL", None)
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import direct  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.catalog.models import Product  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.demo import loading  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.search import queries  # noqa: PLC0415 - needs Django, which is ready only in here

        loading.load(purchases=1, tell=tell)
        direct.settle_in(tell)
        slugs = dict(Product.objects.values_list("pk", "source_key"))
        scores = defaultdict(list)
        for each in judged():
            page = queries.find(each.text, lang=each.lang, limit=SHOWN)
            ranked = [f"{hit.merchant_slug}/{slugs[hit.product_id]}" for hit in page.items]
            score = ndcg(ranked, each.worth)
            scores[each.kind].append(score)
            if score < _POOR:
                tell(f"{score:.2f} {each.kind} {each.text!r}: {', '.join(ranked[:5]) or 'nothing'}")
    return {
        "queries": sum(map(len, scores.values())),
        "ndcg": round(fmean(score for kind in scores.values() for score in kind), 3),
        "classes": {kind: round(fmean(found), 3) for kind, found in sorted(scores.items())},
    }
