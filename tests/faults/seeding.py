"""A small market in a data folder, for one `entrepot up`: `python -m tests.faults.seeding FOLDER`."""

import json
import os
import sys
from pathlib import Path

from entrepot.supervising.visiting import marketplace

MERCHANTS, VARIANTS, PEOPLE = 10, 40, 2_000
#: The first of the variants is wanted by every fifth buyer and runs out.
SCARCE = 150


def main(folder: Path) -> None:
    """Seed it, and write what the load draws from into `market.json`."""
    os.environ["ENTREPOT_DATA"] = str(folder)
    with marketplace(as_owner=True):
        from django.db import connection, transaction

        from entrepot.bench import seeding

        ids = seeding.seed(merchants=MERCHANTS, variants=VARIANTS, tell=lambda sentence: None)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE stock_level SET on_hand = %s WHERE variant_id = %s RETURNING id", [SCARCE, ids[0]]
            )
            level = cursor.fetchone()
            cursor.execute("UPDATE stock_movement SET quantity = %s WHERE level_id = %s", [SCARCE, *level])
        people = seeding.identity_numbers(PEOPLE)
    market = {"variants": [str(one) for one in ids], "people": people}
    (folder / "market.json").write_text(json.dumps(market), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
