"""Writing products of a file: a batch in one transaction and a fixed number of statements, each product whole or not at all.

What a file says is compared with what the last file said (FileCopy), and only the difference is written. So a second upload
changes nothing, a price mended in the browser outlives the next file unless the file's own price changed too, and a count is
written only where the file's number differs, so that no sale is undone.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from entrepot.catalog.importing.normal import ProductForm, Remark, VariantForm
from entrepot.catalog.models import FileCopy, Import, ImportRow, Product, Variant, WantedPicture
from entrepot.catalog.publishing import take_off_unready
from entrepot.kit import clock, sql
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.events import Fact, record_all
from entrepot.kit.rows import insert
from entrepot.kit.verb import verb
from entrepot.stock import counting

_PRODUCT = {"title", "text", "brand", "tags", "option_names"}
_VARIANT = ("options", "sku", "barcode", "price_minor", "was_minor", "weight_grams")


class OvertakenError(Exception):
    """Another worker has already applied this part of the file."""


@dataclass
class _Work:
    """One product of the file on its way into the tables."""

    form: ProductForm
    product: Product | None = None
    old: dict[str, Any] = field(default_factory=dict)
    variants: dict[str, Variant] = field(default_factory=dict)
    made: list[Variant] = field(default_factory=list)
    mended: list[Variant] = field(default_factory=list)
    counts: dict[UUID, int] = field(default_factory=dict)
    wanted: list[WantedPicture] = field(default_factory=list)
    is_changed: bool = False
    outcome: str = ""


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def apply(
    forms: Sequence[ProductForm], *, run_id: UUID, after_rows: int, source: str, currency: str, by: Actor
) -> Import:
    """Write these products, their outcomes and how far the import is, together. Returns the import as it is now.

    after_rows: how many rows were done before; raises OvertakenError when another worker did these meanwhile.
    """
    run = Import.objects.locked().get(pk=run_id)
    if run.rows_done != after_rows:
        raise OvertakenError
    works = [_Work(form) for form in forms]
    _find(works, run.merchant_id, source)
    for work in works:
        _settle(work, run.merchant_id, source, currency)
    _refuse_counts_below_promises(works)
    _write([work for work in works if work.outcome in ("taken", "changed")], run.merchant_id, by)
    rows = [row for work in works for row in _outcomes(work, run.pk)]
    insert(rows)
    run.rows_done += len(rows)
    for name in ("taken", "changed", "unchanged", "refused"):
        setattr(run, name, getattr(run, name) + sum(row.outcome == name for row in rows))
    run.save(update_fields=["rows_done", "taken", "changed", "unchanged", "refused"])
    return run


def _find(works: Sequence[_Work], merchant_id: UUID, source: str) -> None:
    """The products, variants and copies that are there already, held until the end."""
    keys = [work.form.key for work in works if not work.form.refusals]
    found = Product.objects.locked().filter(merchant_id=merchant_id, source=source, source_key__in=keys)
    products = {product.source_key: product for product in found}
    ids = [product.pk for product in products.values()]
    copies = {copy.product_id: copy for copy in FileCopy.objects.filter(product__in=ids)}
    variants: dict[UUID, list[Variant]] = {}
    for variant in Variant.objects.filter(product__in=ids):
        variants.setdefault(variant.product_id, []).append(variant)
    for work in works:
        work.product = products.get(work.form.key)
        if work.product is None or work.form.refusals:
            continue
        copy = copies.get(work.product.pk)
        if copy is not None and bytes(copy.digest) == work.form.digest:
            work.outcome = "unchanged"
        work.old = copy.values if copy is not None else {}
        work.variants = _by_key(work.form, variants.get(work.product.pk, []))


def _by_key(form: ProductForm, there: Sequence[Variant]) -> dict[str, Variant]:
    """The variants as the file calls them; one that was written here, with the very options of the file's, becomes the file's."""
    found = {variant.source_key: variant for variant in there if variant.source_key}
    own = {tuple(variant.options): variant for variant in there if not variant.source_key}
    for said in form.variants:
        options = tuple(said.values.get("options", ()))
        if said.key not in found and options in own:
            found[said.key] = own.pop(options)
    return found


def _settle(work: _Work, merchant_id: UUID, source: str, currency: str) -> None:
    """Decide, without writing, what this product becomes."""
    form = work.form
    if work.outcome:
        return
    if work.product is None and not form.refusals and not form.values.get("title"):
        form.refusals.append(Remark(form.rows[0], "title.missing"))
    if form.refusals:
        work.outcome = "refused"
        return
    is_new = work.product is None
    if work.product is None:
        work.product = Product(merchant_id=merchant_id, source=source, source_key=form.key)
    _settle_product(work, work.product)
    for position, variant in enumerate(form.variants):
        _settle_variant(work, work.product, variant, position, currency)
    _withdraw_other_shapes(work, work.product)
    _settle_pictures(work, work.product)
    work.outcome = "taken" if is_new else "changed" if work.is_changed else "unchanged"


def _settle_product(work: _Work, product: Product) -> None:
    old = work.old.get("product", {})
    for name, value in work.form.values.items():
        if name in old and old[name] == value:
            continue
        column = "category_id" if name == "category" else name
        given = (value or None) if name == "category" else value
        if getattr(product, column) != given:
            setattr(product, column, given)
            work.is_changed = True


def _settle_variant(work: _Work, product: Product, said: VariantForm, position: int, currency: str) -> None:
    old = work.old.get("variants", {}).get(said.key, {})
    variant = work.variants.get(said.key)
    is_new = variant is None
    if variant is None:
        variant = Variant(
            product=product,
            merchant_id=product.merchant_id,
            currency=currency,
            price_minor=0,
            source_key=said.key,
            position=position,
        )
        work.variants[said.key] = variant
        work.made.append(variant)
        work.is_changed = True
    changed = variant.source_key != said.key
    variant.source_key = said.key
    for name in _VARIANT:
        if name not in said.values or (not is_new and name in old and old[name] == said.values[name]):
            continue
        if getattr(variant, name) != said.values[name]:
            setattr(variant, name, said.values[name])
            changed = True
    if changed and not is_new:
        work.mended.append(variant)
        work.is_changed = True
    if "quantity" in said.values and (is_new or old.get("quantity") != said.values["quantity"]):
        work.counts[variant.pk] = said.values["quantity"]
        work.is_changed = work.is_changed or bool(old) or is_new


def _withdraw_other_shapes(work: _Work, product: Product) -> None:
    """Variants whose options are not those that the product has now cannot be chosen any more."""
    stale = [
        variant
        for variant in work.variants.values()
        if len(variant.options) != len(product.option_names) and variant.withdrawn_at is None
    ]
    for variant in stale:
        variant.withdrawn_at = clock.now()
        if variant not in work.made and variant not in work.mended:
            work.mended.append(variant)
    if stale:
        work.is_changed = True
        work.form.todos.append(Remark(work.form.rows[0], "todo.option_gone"))


def _settle_pictures(work: _Work, product: Product) -> None:
    known = {url for url, _alt, _variant in work.old.get("pictures", [])}
    for position, picture in enumerate(work.form.pictures):
        if picture.url in known:
            continue
        known.add(picture.url)
        if urlsplit(picture.url).scheme not in ("http", "https"):
            work.form.todos.append(
                Remark(work.form.rows[0], "todo.picture_address", facts={"url": picture.url[:80]})
            )
            continue
        work.wanted.append(
            WantedPicture(
                product=product,
                variant=work.variants.get(picture.variant),
                source_url=picture.url,
                alt=picture.alt,
                position=position,
            )
        )
        work.is_changed = True


def _refuse_counts_below_promises(works: Iterable[_Work]) -> None:
    """A product whose file count is lower than what buyers were promised is refused whole."""
    asked = [work for work in works if work.counts and work.outcome == "changed"]
    promised = counting.promised(pk for work in asked for pk in work.counts)
    for work in asked:
        rows = {work.variants[said.key].pk: said.row for said in work.form.variants}
        for pk, quantity in work.counts.items():
            if quantity < promised.get(pk, 0):
                facts = {"reserved": promised[pk], "value": quantity}
                work.form.refusals.append(Remark(rows[pk], "stock.below_reserved", facts=facts))
                work.outcome = "refused"


def _write(works: Sequence[_Work], merchant_id: UUID, by: Actor) -> None:
    """Everything that was decided, table by table."""
    if not works:
        return
    now = clock.now()
    products = [work.product for work in works if work.product is not None]
    for product in products:
        product.changed_at = now
    new = [work.product for work in works if work.outcome == "taken" and work.product is not None]
    old = [work.product for work in works if work.outcome == "changed" and work.product is not None]
    insert(new)
    Product.objects.bulk_update(old, [*sorted(_PRODUCT), "category", "changed_at"])
    Variant.objects.bulk_update(
        [variant for work in works for variant in work.mended],
        [*_VARIANT, "source_key", "withdrawn_at"],
        batch_size=500,
    )
    made = [variant for work in works for variant in work.made]
    insert(made)
    counting.open_levels(merchant_id=merchant_id, variant_ids=[variant.pk for variant in made], by=by)
    counts = {pk: quantity for work in works for pk, quantity in work.counts.items()}
    counting.count_all(counts, merchant_id=merchant_id, by=by)
    _keep_what_the_file_said(works, counts)
    if wanted := [each for work in works for each in work.wanted]:
        WantedPicture.objects.bulk_create(wanted, ignore_conflicts=True)
    for work in works:
        if work.outcome == "changed" and work.product and take_off_unready(work.product, by=by):
            work.form.todos.append(Remark(work.form.rows[0], "todo.off_sale"))
    record_all(Fact("product.changed", product.pk, by, merchant_id) for product in products)
    record_all(
        Fact("variant.priced", v.pk, by, merchant_id) for work in works for v in (*work.made, *work.mended)
    )


_KEEP_COPIES = """
INSERT INTO catalog_filecopy (product_id, "values", digest)
SELECT product, said::jsonb, digest FROM unnest(%s::uuid[], %s::text[], %s::bytea[]) AS copy (product, said, digest)
ON CONFLICT (product_id) DO UPDATE SET "values" = excluded."values", digest = excluded.digest
"""
_KEEP_COUNTS = """
INSERT INTO catalog_filecount (variant_id, quantity) SELECT * FROM unnest(%s::uuid[], %s::int[])
ON CONFLICT (variant_id) DO UPDATE SET quantity = excluded.quantity
"""


def _keep_what_the_file_said(works: Sequence[_Work], counts: dict[UUID, int]) -> None:
    copies = sorted(
        (
            work.product.pk,
            json.dumps(_merged(work.old, work.form.copy), ensure_ascii=False),
            work.form.digest,
        )
        for work in works
        if work.product is not None
    )
    sql.run(_KEEP_COPIES, sql.arrays_of(copies, 3))
    sql.run(_KEEP_COUNTS, sql.arrays_of(sorted(counts.items()), 2))


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """What the files said last of each thing: a column or a variant that this one lacks keeps what an earlier one said."""
    variants = {**old.get("variants", {})}
    for key, values in new["variants"].items():
        variants[key] = {**variants.get(key, {}), **values}
    known = {url for url, *_rest in new["pictures"]}
    return {
        "product": {**old.get("product", {}), **new["product"]},
        "variants": variants,
        "pictures": [*new["pictures"], *(each for each in old.get("pictures", []) if each[0] not in known)],
    }


def _outcomes(work: _Work, run_id: UUID) -> list[ImportRow]:
    """One row of the report for each row of the file."""
    refused: dict[int, Remark] = {}
    for refusal in work.form.refusals:
        refused.setdefault(refusal.row, refusal)
    todos: dict[int, list[Remark]] = {}
    if work.outcome in ("taken", "changed"):
        for todo in work.form.todos:
            if _still(todo, work):
                todos.setdefault(todo.row, []).append(todo)
    rows = []
    for row in work.form.rows:
        remark: Remark | None = refused.get(row)
        if remark is None and refused:
            remark = Remark(row, "with.product", facts={"row": next(iter(refused))})
        said = todos.get(row, [])
        rows.append(
            ImportRow(
                run_id=run_id,
                row=row,
                handle=work.form.key[:255],
                title=(work.form.title or (work.product.title if work.product else ""))[:255],
                outcome=work.outcome,
                column=(remark.column if remark else next((each.column for each in said), ""))[:120],
                code=remark.code if remark else "",
                facts=remark.facts if remark else {"todos": [[each.code, each.facts] for each in said]},
                product_id=work.product.pk if work.product and work.outcome != "refused" else None,
            )
        )
    return rows


def _still(remark: Remark, work: _Work) -> bool:
    """Whether a to-do is one: the merchant may have done it since the last file."""
    if work.outcome == "taken":
        return True
    live = [variant for variant in work.variants.values() if variant.withdrawn_at is None]
    checks = {
        "todo.weight": any(not variant.weight_grams for variant in live),
        "todo.price": any(not variant.price_minor for variant in live),
        "todo.category": work.product is not None and work.product.category_id is None,
        "todo.stock": False,
        "todo.variations": not live,
    }
    return checks.get(remark.code, True)
