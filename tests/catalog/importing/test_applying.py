"""The second file: only what it says differently is written, and nothing that was mended or sold is undone."""

import io
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from entrepot.catalog.editing import create_product, edit_product
from entrepot.catalog.importing import running
from entrepot.catalog.importing.reporting import as_csv
from entrepot.catalog.models import FileCount, Import, Product, Variant
from entrepot.catalog.publishing import publish
from entrepot.catalog.varying import add_variant, edit_variant
from entrepot.kit.actor import SYSTEM
from entrepot.stock.counting import count
from entrepot.stock.models import Level, Movement
from tests.catalog.importing.conftest import report, totals

type Upload = Callable[..., Import]

HEAD = (
    "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Grams,Variant Inventory Qty,Variant Price\n"
)
FIRST = (
    HEAD
    + "mug,Mug,Fine,Size,Small,480,10,24\nmug,,,,Large,600,5,30\nbowl,Bowl,Deep,Title,Default Title,700,2,40\n"
)


def levels() -> dict[str, int]:
    names = {
        variant.pk: f"{variant.product.source_key} {variant.name}".strip()
        for variant in Variant.objects.all()
    }
    return {names[level.variant_id]: level.on_hand for level in Level.objects.all()}


class TestSecondFile:
    def test_the_same_changes_nothing_even_what_was_mended(self, bo: SimpleNamespace, upload: Upload) -> None:
        upload(FIRST)
        mug = Product.objects.get(source_key="mug")
        edit_product(mug.pk, title="Better mug", by=bo.keeper)
        edit_variant(mug.variants.all()[0].pk, price="26.00", by=bo.keeper)
        assert totals(upload(FIRST)) == (3, 0, 0, 3, 0)
        mug.refresh_from_db()
        assert (mug.title, [variant.price_minor for variant in mug.variants.all()]) == (
            "Better mug",
            [2600, 3000],
        )

    def test_writes_only_what_it_says_differently(self, bo: SimpleNamespace, upload: Upload) -> None:
        upload(FIRST)
        mug = Product.objects.get(source_key="mug")
        edit_product(mug.pk, title="Better mug", by=bo.keeper)
        run = upload(FIRST.replace(",480,10,24", ",480,10,25"))
        assert totals(run) == (3, 0, 2, 1, 0)
        mug.refresh_from_db()
        assert (mug.title, mug.variants.all()[0].price_minor) == ("Better mug", 2500)

    def test_a_sale_is_never_undone(self, bo: SimpleNamespace, upload: Upload) -> None:
        upload(FIRST)
        small = Variant.objects.get(options=["Small"])
        count(small.pk, quantity=7, by=bo.keeper)  # three were sold meanwhile
        upload(FIRST.replace("Bowl", "Deep bowl").replace("Small,480", "Small,490"))
        assert levels() == {"mug Small": 7, "mug Large": 5, "bowl": 2}
        assert FileCount.objects.get(variant=small).quantity == 10

    def test_a_number_that_differs_is_a_count(self, upload: Upload) -> None:
        upload(FIRST)
        upload(FIRST.replace("480,10,24", "480,12,24"))
        assert levels()["mug Small"] == 12
        assert list(
            Movement.objects.filter(
                level__variant_id__in=Variant.objects.filter(options=["Small"]).values("pk")
            )
            .order_by("id")
            .values_list("kind", "quantity")
        ) == [("counted", 10), ("counted", 2)]

    def test_a_count_below_what_is_promised_refuses_the_product(self, upload: Upload) -> None:
        upload(FIRST)
        Level.objects.filter(variant_id__in=Variant.objects.filter(options=["Small"]).values("pk")).update(
            reserved=4
        )
        run = upload(FIRST.replace("480,10,24", "480,3,99").replace("700,2,40", "700,2,41"))
        assert totals(run) == (3, 0, 1, 0, 2)
        assert report(run)[2].sentences == [
            "4 of these are promised to buyers; the stock 3 would be too low."
        ]
        assert Variant.objects.get(options=["Small"]).price_minor == 2400

    def test_a_missing_column_keeps_and_a_blank_one_blanks(self, bo: SimpleNamespace, upload: Upload) -> None:
        upload(FIRST)
        bowl = Product.objects.get(source_key="bowl")
        publish(bowl.pk, by=bo.keeper)
        upload("Handle,Variant Price\nbowl,41\n")
        bowl.refresh_from_db()
        assert (bowl.title, bowl.text, bowl.variants.get().price_minor) == ("Bowl", "<p>Deep</p>", 4100)
        assert levels()["bowl"] == 2 and bowl.is_published
        run = upload("Handle,Title,Body (HTML)\nbowl,,\n")
        bowl = Product.objects.get(pk=bowl.pk)
        assert (bowl.title, bowl.text, bowl.is_published) == ("", "", False)
        assert "It no longer has what a sale needs, so it was taken off sale." in report(run)[2].sentences

    def test_new_options_are_new_variants(self, upload: Upload) -> None:
        upload(FIRST)
        upload(HEAD + "bowl,Bowl,Deep,Colour,Blue,700,1,40\n")
        rows = Variant.objects.filter(product__source_key="bowl").order_by("id")
        assert [(row.options, row.withdrawn_at is None) for row in rows] == [([], False), (["Blue"], True)]

    def test_a_variant_written_here_becomes_the_files(self, bo: SimpleNamespace, upload: Upload) -> None:
        upload(FIRST)
        mug = Product.objects.get(source_key="mug")
        made = add_variant(mug.pk, price="35", options=["Huge"], by=bo.keeper)
        run = upload(FIRST.replace("mug,,,,Large", "mug,,,,Huge,900,1,36\nmug,,,,Large"))
        made.refresh_from_db()
        assert (totals(run)[2], made.price_minor, made.source_key) == (3, 3600, '["Huge"]')

    def test_two_shops_with_one_handle_do_not_meet(self, upload: Upload) -> None:
        upload(FIRST)
        run = upload("ID,Type,SKU,Name,Regular price\n7,simple,mug,Mug,12\n")
        assert totals(run) == (1, 1, 0, 0, 0)


class TestReport:
    def test_is_a_csv_that_nothing_calculates(self, upload: Upload) -> None:
        run = upload(HEAD + "=cmd,=HYPERLINK(1),x,Title,Default Title,1,1,-5\n")
        lines = list(as_csv(run, language="en"))
        assert lines[0] == "\ufeffRow,Product,Name,Outcome,Column,Why\r\n"
        assert lines[1] == "2,'=cmd,'=HYPERLINK(1),Refused,Variant Price,The price -5 is below zero.\r\n"


class TestCrash:
    def test_a_killed_import_is_taken_up_where_it_stood(
        self, bo: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(running, "BATCH_ROWS", 10)
        run = _ask(bo, "".join(f"m{n},Mug {n},,Title,Default Title,1,1,5\n" for n in range(95)))

        class Killed(BaseException):
            pass

        def stop(now: Import) -> None:
            if now.rows_done >= 40:
                raise Killed

        with pytest.raises(Killed):
            running.run_here(run.pk, progress=stop)
        assert (Product.objects.count(), totals(Import.objects.get(pk=run.pk))) == (40, (40, 40, 0, 0, 0))
        assert running.run_next()
        run.refresh_from_db()
        assert (run.state, totals(run), run.rows_total) == ("done", (95, 95, 0, 0, 0), 95)
        assert (Product.objects.count(), run.outcomes.count()) == (95, 95)
        assert not running.run_next()

    def test_one_that_cannot_be_written_fails_alone(self, bo: SimpleNamespace, upload: Upload) -> None:
        squatter = create_product(bo.pk, title="x", source="shopify", source_key="mug", by=bo.keeper)
        Variant.objects.create(
            product=squatter,
            merchant_id=bo.pk,
            source_key="other",
            options=["Small"],
            price_minor=1,
            currency="USD",
        )
        run = upload(FIRST)
        assert totals(run) == (3, 1, 0, 0, 2)
        assert "could not be written" in report(run)[2].sentences[0]
        assert levels()["bowl"] == 2

    def test_a_file_that_went_away_is_said(self, bo: SimpleNamespace) -> None:
        run = _ask(bo, "mug,Mug,,Title,Default Title,1,1,5\n")
        (running.folder() / f"{run.pk}.csv").unlink()
        problem = running.problem_of(running.run_here(run.pk))
        assert problem is not None and problem.code == "file.gone"

    def test_who_lost_the_right_imports_nothing(self, bo: SimpleNamespace) -> None:
        run = _ask(bo, "mug,Mug,,Title,Default Title,1,1,5\n", by=bo.keeper)
        problem = running.problem_of(running.run_here(run.pk))
        assert problem is not None and problem.code == "file.not_allowed"
        assert not Product.objects.exists()


def _ask(bo: SimpleNamespace, rows: str, **values: object) -> Import:
    return running.ask(
        bo.pk, file=io.BytesIO((HEAD + rows).encode()), file_name="goods.csv", **({"by": SYSTEM} | values)
    )


class TestTwoThousandRows:
    def test_are_taken_in_several_batches_and_change_nothing_the_second_time(
        self, bo: SimpleNamespace, upload: Upload
    ) -> None:
        rows = "".join(
            f"m{n},Mug number {n},<p>Fine</p>,Size,Small,480,10,24\nm{n},,,,Large,600,5,30\n"
            for n in range(1000)
        )
        assert totals(upload(HEAD + rows)) == (2000, 2000, 0, 0, 0)
        assert totals(upload(HEAD + rows)) == (2000, 0, 0, 2000, 0)
