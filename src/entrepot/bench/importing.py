"""How quickly a large product file is imported, how much memory that takes, and that a killed import goes on without a double."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from entrepot.supervising.visiting import marketplace

_HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value", "Option2 Name",
    "Option2 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty",
    "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Requires Shipping", "Variant Taxable",
)  # fmt: skip
_SHOP = "bench-0"
#: How often the import is looked at, in seconds.
_GLANCE = 0.5


def measure(data: Path, *, products: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Import a Shopify file of so many products, end the import with SIGKILL half way and have another process take it up."""
    os.environ["ENTREPOT_DATA"] = str(data)
    os.environ.pop("DATABASE_URL", None)
    file = data / "products.csv"
    with marketplace(as_owner=True, tell=tell):
        from entrepot.bench import seeding  # noqa: PLC0415 - needs Django, which is ready only in here
        from entrepot.catalog.models import Import, Product, Variant  # noqa: PLC0415 - needs Django, ready only in here

        if Product.objects.exists():
            raise RuntimeError("the bench fills only an empty database")
        seeding.market(1, tell=tell)
        rows = _write(file, products)
        tell(f"{products:,} products in {rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB")
        command = [sys.executable, "-m", "entrepot.cli", "import", str(file), "--merchant", _SHOP, "--json"]
        first = _watch(command, lambda: _half(Import, rows), tell)
        taken = Import.objects.get()
        tell(f"killed after {taken.rows_done:,} rows, {first['seconds']} s; taken up again")
        second = _watch([sys.executable, "-m", "entrepot.bench.resuming"], lambda: False, tell)
        done = Import.objects.get()
        found, distinct = Product.objects.count(), Product.objects.values("source_key").distinct().count()
        variants = Variant.objects.count()
    seconds = first["seconds"] + second["seconds"]
    return {
        "products": products,
        "rows": rows,
        "file_bytes": file.stat().st_size,
        "seconds": round(seconds, 1),
        "products_per_second": round(products / seconds),
        "peak_megabytes": max(first["peak_megabytes"], second["peak_megabytes"]),
        "killed_at_row": taken.rows_done,
        "state": str(done.state),
        "refused": done.refused,
        "missing": products - found,
        "doubled": found - distinct,
        "variants": variants,
        "variants_expected": rows,
    }


def _half(imports: Any, rows: int) -> bool:
    return bool(imports.objects.filter(rows_done__gte=rows // 2).exists())


def _watch(command: list[str], is_enough: Callable[[], bool], tell: Callable[[str], None]) -> dict[str, Any]:
    """Run a process, ended by SIGKILL as soon as it is enough; its seconds and the most memory it had."""
    began, peak = time.monotonic(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            if is_enough():
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(_GLANCE)
    finally:
        process.kill()
        _, said = process.communicate()
    if process.returncode not in (0, -signal.SIGKILL):
        tell(said.decode(errors="replace")[-2000:])
    return {"seconds": round(time.monotonic() - began, 1), "peak_megabytes": round(peak / 1024)}


def _peak(pid: int) -> int:
    """The most memory a process has had, in kilobytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _write(file: Path, products: int) -> int:
    """A file as Shopify exports it, with line breaks in its texts; how many rows below the header."""
    from entrepot.bench import wares  # noqa: PLC0415 - needs Django, which is ready by now

    rows = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADER)
        for number, ware in enumerate(islice(wares.wares(wares.things(), [""]), products)):
            body = f"<p>{ware.text}</p>\n<ul>\n<li>{ware.brand}</li>\n</ul>\n<p>{ware.text_zh}</p>"
            for place, ((colour, _), size) in enumerate(ware.values):
                first = place == 0
                writer.writerow(
                    (
                        f"bench-{number}", ware.title if first else "", body if first else "", ware.brand if first else "",
                        ware.category if first else "", ", ".join(ware.tags) if first else "", "true" if first else "",
                        "Color" if first else "", colour, "Size" if first else "", size, f"B{number}-{place}", 400, "shopify", 20,
                        "deny", "manual", f"{(ware.price + place * 100) / 100:.2f}", "true", "true",
                    )
                )  # fmt: skip
                rows += 1
    return rows
