"""While there is no index to read, or one whose files are damaged: names are searched, and another index is built."""

from uuid import UUID

import pytest

from entrepot.catalog.models import Publication
from entrepot.kit import clock
from entrepot.search import folders, reading, suggesting
from entrepot.search.paging import Sort
from entrepot.search.queries import find
from tests import market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look")]


class TestNoIndex:
    @pytest.fixture
    def names(self, db, folder) -> list[UUID]:
        """Goods in the database, and nothing that was built of them."""
        seller = market.merchant("bo")
        made = [("Blue Mug", 900, "蓝色杯子"), ("Red Mug", 700, "红色杯子"), ("Blue Bowl", 800, "蓝色碗")]
        return [market.product(seller, en, price, title_zh=zh).product_id for en, price, zh in made]

    def test_what_is_named_so_is_found_newest_first(self, names):
        blue_mug, red_mug, blue_bowl = names
        page = find("mug")
        assert [hit.product_id for hit in page.items] == [red_mug, blue_mug]
        assert (page.is_plain, page.total, page.next) == (True, 2, "")
        assert [hit.product_id for hit in find("蓝色", lang="zh-hans").items] == [blue_bowl, blue_mug]
        assert [hit.product_id for hit in find("").items] == names[::-1]

    def test_filters_and_orders_count(self, names):
        blue_mug, _red_mug, blue_bowl = names
        cheapest = find("", sort=Sort.CHEAPEST, price_min=900, price_max=750)
        assert [hit.product_id for hit in cheapest.items] == [blue_bowl, blue_mug]
        assert find("mug", merchant="bo").total == 2 and find("mug", merchant="cy").total == 0
        assert find("mug", category="larder").total == 0

    def test_what_is_withdrawn_is_not_found(self, names):
        Publication.objects.filter(product=names[0]).update(withdrawn_at=clock.now())
        assert [hit.product_id for hit in find("mug").items] == [names[1]]

    @pytest.mark.parametrize("q", ["\x00", "mug\ud800", "%", "a" * 10_000, "'; DROP TABLE", "🎣🧵"])
    def test_never_an_error(self, names, q):
        assert find(q, category=q, merchant=q).is_plain


class TestDamaged:
    """Bytes of its files are written over while the index is open."""

    @pytest.fixture(autouse=True)
    def old(self, monkeypatch):
        """As an index that worked for long."""
        monkeypatch.setattr(reading, "YOUNG_SECONDS", 0.0)

    def damage(self, kind: str, *, opened: bool) -> None:
        folder = folders.current()
        assert folder is not None
        for path in folder.glob(f"*.{kind}"):
            size = path.stat().st_size
            with path.open("r+b") as file:
                file.seek(size // 4)
                file.write(b"\xff" * (size // 3))
        if not opened:
            reading.forget()

    @pytest.mark.parametrize(("kind", "opened"), [("store", False), ("fast", False), ("fast", True)])
    def test_names_are_searched_until_the_writer_has_built_another(self, shop, writer, kind, opened):
        before = find("mug")
        assert before.items and not before.is_plain
        self.damage(kind, opened=opened)
        meanwhile = find("mug")
        assert meanwhile.is_plain and meanwhile.items
        assert folders.current() is None and suggesting.suggest("mu") == []
        writer.turn()
        after = find("mug")
        assert not after.is_plain and after.items == before.items

    def test_one_that_cannot_be_opened_is_built_anew(self, shop, writer):
        folder = folders.current()
        assert folder is not None
        (folder / "meta.json").write_text("{")
        reading.forget()
        assert find("mug").is_plain
        writer.turn()
        assert not find("mug").is_plain

    def test_a_mistake_of_ours_in_a_young_one_is_told(self, shop, monkeypatch):
        """Else it would be built again and again."""
        monkeypatch.setattr(reading, "YOUNG_SECONDS", 60.0)
        view = reading.view()
        assert view is not None
        with pytest.raises(ValueError, match="ours"), reading.watched(view):
            raise ValueError("ours")
        assert folders.current() == view.folder
