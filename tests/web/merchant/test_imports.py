"""Importing a file in the browser: upload, progress, report."""

import io
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from entrepot.catalog.importing import running
from entrepot.catalog.models import Import, Product
from entrepot.kit import clock
from tests.catalog.importing.conftest import merchant_file
from tests.web.merchant import desk
from tests.web.merchant.desk import signed_in, text

HOME = "/en/merchant/bo/imports/"


@pytest.fixture
def shop(db: None) -> SimpleNamespace:
    return desk.shop()


def upload(shop: SimpleNamespace, data: bytes, encoding: str = "") -> str:
    """Upload, and the address of the import's page."""
    file = io.BytesIO(data)
    file.name = "my products (1).csv"
    answer = shop.client.post(HOME, {"file": file, "encoding": encoding})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


class TestImport:
    def test_waits_runs_and_reports_row_by_row(self, shop: SimpleNamespace) -> None:
        path = upload(shop, merchant_file("woocommerce.csv"))
        html = text(shop.client.get(path))
        assert (
            "Waiting for its turn" in html
            and '<noscript><meta http-equiv="refresh" content="2"></noscript>' in html
        )
        partial = text(shop.client.get(path, headers={"HX-Request": "true"}))
        assert partial.strip().startswith('<div id="import"') and 'hx-trigger="every 1s"' in partial
        assert running.run_next()
        html = text(shop.client.get(path))
        assert "A grouped product is a list of other products." in html
        assert 'Refused <span class="tabs-count">4</span>' in html and 'hx-trigger="every' not in html
        refused = text(shop.client.get(f"{path}?show=refused"))
        assert "WordPress Pennant" in refused and "Hoodie with Logo" not in refused
        assert "my_products_1.csv" in text(shop.client.get(HOME))
        assert Product.objects.filter(source="woocommerce").count() == 14

    def test_the_report_can_be_taken_away(self, shop: SimpleNamespace) -> None:
        path = upload(shop, merchant_file("woocommerce.csv"))
        running.run_next()
        answer = shop.client.get(f"{path}csv/")
        lines = text(answer).splitlines()
        assert (len(lines), lines[0]) == (26, "\ufeffRow,Product,Name,Outcome,Column,Why")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "行,商品" in text(shop.client.get(f"{path.replace('/en/', '/zh-hans/')}csv/"))

    def test_a_refused_file_says_why_and_what_next(self, shop: SimpleNamespace) -> None:
        path = upload(shop, merchant_file("invalid-prices.csv"))
        running.run_next()
        html = text(shop.client.get(path))
        assert "This file was refused" in html and "This is a product file of Medusa." in html
        assert "Medusa" in text(shop.client.get(path.replace("/en/", "/zh-hans/")))
        assert Product.objects.count() == 1

    def test_another_encoding_is_named_by_the_person(self, shop: SimpleNamespace) -> None:
        data = "Handle,Title,Variant Price\ncafe,Café cup,9\n".encode("cp1252")
        path = upload(shop, data)
        running.run_next()
        assert "say which encoding it has" in text(shop.client.get(path))
        upload(shop, data, "cp1252")
        running.run_next()
        assert Product.objects.filter(title="Café cup").exists()

    @pytest.mark.parametrize(
        ("encoding", "title", "name"),
        [("cp1252", "Café – “cup”", "Windows-1252"), ("gb18030", "龙井茶", "GB 18030")],
    )
    def test_the_encoding_is_picked_from_a_preview(
        self, shop: SimpleNamespace, encoding: str, title: str, name: str
    ) -> None:
        path = upload(shop, f"Handle,Title,Variant Price\ncup,{title},9\n".encode(encoding))
        running.run_next()
        html = text(shop.client.get(path))
        assert f"cup,{title},9" in html
        assert f"Import as {name}" in html
        assert shop.client.post(f"{path}encoding/", {"encoding": encoding}).status_code == 302
        assert running.run_next()
        assert Product.objects.filter(title=title).exists()
        assert "Which of these reads right?" not in text(shop.client.get(path))
        page = text(shop.client.post(f"{path}encoding/", {"encoding": encoding}, follow=True))
        assert "no longer" in page

    def test_a_wrong_pick_can_be_picked_again(self, shop: SimpleNamespace) -> None:
        path = upload(shop, "Handle,Title,Variant Price\ncup,Café cup,9\n".encode("cp1252"))
        running.run_next()
        shop.client.post(f"{path}encoding/", {"encoding": "utf-16"})
        running.run_next()
        html = text(shop.client.get(path))
        assert "Windows-1252" in html.partition("Which of these reads right?")[2]
        assert not Product.objects.filter(source="shopify").exists()

    def test_an_encoding_is_not_picked_for_others_nor_one_that_is_none(self, shop: SimpleNamespace) -> None:
        path = upload(shop, "Handle,Title,Variant Price\ncup,Café cup,9\n".encode("cp1252"))
        running.run_next()
        sent = {"encoding": "cp1252"}
        stranger = signed_in(shop.cy)
        assert stranger.post(f"{path}encoding/", sent).status_code == 404
        assert stranger.post(f"{path}encoding/".replace("/bo/", "/cy/"), sent).status_code == 404
        for none in ("klingon", "utf\0-8"):
            page = text(shop.client.post(f"{path}encoding/", {"encoding": none}, follow=True))
            assert "There is no encoding called" in page

    def test_the_next_upload_lets_a_waiting_file_go(self, shop: SimpleNamespace) -> None:
        path = upload(shop, "Handle,Title,Variant Price\ncup,Café cup,9\n".encode("cp1252"))
        running.run_next()
        upload(shop, b"Handle,Title\nx,X\n")
        assert "Which of these reads right?" not in text(shop.client.get(path))

    def test_a_file_waits_for_a_week_and_no_longer(self, shop: SimpleNamespace) -> None:
        upload(shop, "Handle,Title,Variant Price\ncup,Café cup,9\n".encode("cp1252"))
        running.run_next()
        kept = Path(Import.objects.get().file_path)
        others = {"file": io.BytesIO(b"Handle,Title\nx,X\n"), "encoding": ""}
        others["file"].name = "x.csv"  # type: ignore[union-attr]  # a file has a name
        client = signed_in(shop.cy)
        with clock.standing_at(clock.now() + timedelta(days=6)):
            assert client.post("/en/merchant/cy/imports/", others).status_code == 302
        assert kept.exists()
        others["file"].seek(0)  # type: ignore[union-attr]
        with clock.standing_at(clock.now() + timedelta(days=8)):
            assert client.post("/en/merchant/cy/imports/", others).status_code == 302
        assert not kept.exists()

    def test_needs_a_file(self, shop: SimpleNamespace) -> None:
        assert "Please choose a file." in text(shop.client.post(HOME, {}), 422)

    def test_is_not_there_for_others(self, shop: SimpleNamespace) -> None:
        path = upload(shop, b"Handle,Title\nx,X\n")
        stranger = signed_in(shop.cy)
        assert stranger.get(path).status_code == 404
        assert stranger.get(f"{path}csv/".replace("/bo/", "/cy/")).status_code == 404
        assert Import.objects.count() == 1
