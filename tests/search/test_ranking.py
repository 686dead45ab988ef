"""The formula: what raises a place and what never does, whose turn a newcomer's place is, and what a reader is told of it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from entrepot.catalog.models import Picture, Product, Publication, Variant
from entrepot.customs import queries as customs
from entrepot.identity.models import Business, BusinessKind
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM
from entrepot.kit.errors import NotAllowed
from entrepot.kit.ids import first_id_at
from entrepot.merchants.models import Merchant
from entrepot.merchants.performing import NEWCOMER_BELOW, Performance, note_performances
from entrepot.search import exposure, ranking, reading, rebuilding
from entrepot.search.asking import Question
from entrepot.search.matching import matching
from entrepot.search.paging import Sort
from entrepot.search.queries import find, why
from entrepot.shipping.models import Rate
from entrepot.stock.models import Level
from tests import market

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("look")]

#: More deliveries than a newcomer has.
MANY = NEWCOMER_BELOW * 10


def good(seller: Merchant, late: int = 0) -> None:
    note_performances([Performance(seller.pk, MANY, late, MANY, 0)], by=SYSTEM)


@pytest.fixture
def pair(writer) -> SimpleNamespace:
    """Two merchants with one pot each that differ in nothing."""
    customs.forget()
    market.rules_and_rates()
    one, two = market.merchant("one"), market.merchant("two")
    for seller in (one, two):
        good(seller)
    first, second = (market.product(seller, "Tea Pot", 3000, source_key=seller.slug) for seller in (one, two))
    rebuilding.rebuild()
    return SimpleNamespace(one=one, two=two, first=first, second=second)


def order(**asked: object) -> list[UUID]:
    return [hit.product_id for hit in find("pot", **asked).items]


def lead(pair: SimpleNamespace) -> tuple[Variant, Variant]:
    """Who stands first today by the draw alone, and who does not."""
    behind = pair.second if order()[0] == pair.first.product_id else pair.first
    return (pair.first if behind is pair.second else pair.second), behind


class TestParts:
    """Each lifts the one of two equals that stood behind."""

    def test_quality(self, pair):
        ahead, behind = lead(pair)
        good(Product.objects.get(pk=ahead.product_id).merchant, late=20)
        rebuilding.rebuild()
        assert order()[0] == behind.product_id

    def test_price(self, pair):
        _, behind = lead(pair)
        Variant.objects.filter(pk=behind.pk).update(price_minor=2999)
        rebuilding.rebuild()
        assert order()[0] == behind.product_id

    def test_freshness(self, pair):
        ahead, behind = lead(pair)
        Publication.objects.filter(product=ahead.product_id).delete()
        before = first_id_at(clock.now() - timedelta(days=60))
        Publication.objects.create(id=before, product_id=ahead.product_id)
        rebuilding.rebuild()
        assert order()[0] == behind.product_id

    def test_stock(self, pair):
        ahead, behind = lead(pair)
        Level.objects.filter(variant_id=ahead.pk).update(on_hand=0)
        rebuilding.rebuild()
        assert order()[0] == behind.product_id

    def test_being_sent_to_the_reader(self, pair):
        ahead, behind = lead(pair)
        Rate.objects.filter(merchant_id=ahead.merchant_id, country="CN").delete()
        rebuilding.rebuild()
        assert order(to="CN")[0] == behind.product_id
        assert order(to="US")[0] == ahead.product_id

    def test_words_count_most(self, pair):
        ahead, behind = lead(pair)
        Product.objects.filter(pk=ahead.product_id).update(
            title="Tea Cosy", title_zh="", text="Keeps a pot warm."
        )
        Variant.objects.filter(pk=ahead.pk).update(price_minor=100)
        rebuilding.rebuild()
        assert order()[0] == behind.product_id

    def test_together_are_one(self):
        assert sum(ranking.WEIGHTS.values()) == pytest.approx(1)
        assert ranking.WEIGHTS["text"] > 0.5


class TestOwnership:
    """Who a merchant is moves nothing; the operator has no goods at all."""

    @pytest.fixture
    def many(self, pair) -> list[UUID]:
        for number in range(20):
            market.product((pair.one, pair.two)[number % 2], f"Pot {number}", 1000 + number * 100)
        rebuilding.rebuild()
        return order(limit=50)

    def test_a_renamed_merchant_keeps_its_places(self, pair, many):
        Merchant.objects.filter(pk=pair.one.pk).update(
            name="Entrepôt Official Store", slug="aaa", legal_name="Entrepôt"
        )
        rebuilding.rebuild()
        assert order(limit=50) == many

    def test_goods_that_change_hands_keep_theirs(self, pair, many):
        Product.objects.filter(pk__in=many[::2]).update(merchant=pair.one)
        Product.objects.filter(pk__in=many[1::2]).update(merchant=pair.two)
        rebuilding.rebuild()
        assert order(limit=50) == many

    def test_the_database_refuses_goods_of_the_operator(self, pair):
        own = Business.objects.create(kind=BusinessKind.OPERATOR, legal_name="Operator", country="US")
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.filter(pk=pair.first.product_id).update(merchant_id=own.pk)
            connection.check_constraints()
        with pytest.raises(IntegrityError), transaction.atomic():
            Business.objects.filter(pk=pair.one.pk).update(kind=BusinessKind.OPERATOR)
            connection.check_constraints()


class TestEquals:
    def test_are_shown_equally_often(self, writer):
        """Twenty-four equal offers of as many merchants, over a year of days: each is on the first page half of the time."""
        for number in range(24):
            seller = market.merchant(f"m{number}")
            good(seller)
            market.product(seller, "Pot", 3000)
        rebuilding.rebuild()
        found = matching(reading.view(), Question("pot"), Sort.RELEVANCE, "")
        first = Counter(
            seat.published
            for day in range(365)
            for seat in found.seats(date(2026, 1, 1) + timedelta(days=day))[:12]
        )
        assert len(first) == 24
        # Half of 365 with a standard deviation of about 9.5: four of them on either side.
        assert min(first.values()) > 144 and max(first.values()) < 221

    def test_stay_in_one_order_from_page_to_page_over_midnight(self, writer):
        seller = market.merchant("one")
        made = {market.product(seller, f"Pot {n}", 3000).product_id for n in range(30)}
        rebuilding.rebuild()
        first = find("pot", limit=10)
        with clock.standing_at(clock.now() + timedelta(days=1)):
            second = find("pot", limit=10, after=first.next)
            third = find("pot", limit=10, after=second.next)
        shown = [hit.product_id for page in (first, second, third) for hit in page.items]
        assert len(shown) == 30 and set(shown) == made


class TestNewcomers:
    """One place in twelve."""

    @pytest.fixture
    def crowd(self, writer) -> Iterator[SimpleNamespace]:
        """Thirty cheap pots of an established merchant, and three dear ones of a new one, each fit for a newcomer's place."""
        old, new = market.merchant("old"), market.merchant("new")
        good(old)
        for number in range(30):
            market.product(old, f"Pot {number}", 1000)
        category = market.category()
        made = [
            market.product(new, f"Pot {number}", 9000, text="Thrown by hand.", category=category)
            for number in range(30, 33)
        ]
        for variant in made:
            Picture.objects.create(product_id=variant.product_id, path="a", path_small="b", width=1, height=1)
        rebuilding.rebuild()
        yield SimpleNamespace(new=new, made={variant.product_id for variant in made})
        exposure.flush()

    def places(self, crowd: SimpleNamespace) -> list[int]:
        ordered = order(limit=33)
        assert len(set(ordered)) == 33
        return [place for place, key in enumerate(ordered, start=1) if key in crowd.made]

    def test_every_twelfth_place_is_theirs(self, crowd):
        assert self.places(crowd) == [12, 24, 33]

    def test_turns_go_round(self, crowd):
        found = matching(reading.view(), Question("pot"), Sort.RELEVANCE, "")
        turns = Counter(
            found.seats(date(2026, 1, 1) + timedelta(days=day))[11].published for day in range(90)
        )
        assert len(turns) == 3 and min(turns.values()) > 12

    @pytest.mark.parametrize("lack", ["picture", "category", "text", "stock", "quality", "newness"])
    def test_the_gate(self, crowd, lack):
        match lack:
            case "picture":
                Picture.objects.all().delete()
            case "category":
                Product.objects.filter(pk__in=crowd.made).update(category=None)
            case "text":
                Product.objects.filter(pk__in=crowd.made).update(text="")
            case "stock":
                Level.objects.filter(merchant_id=crowd.new.pk).update(on_hand=0)
            case "quality":
                note_performances([Performance(crowd.new.pk, 10, 5, 10, 5)], by=SYSTEM)
            case "newness":
                note_performances([Performance(crowd.new.pk, MANY, 0, MANY, 0)], by=SYSTEM)
        rebuilding.rebuild()
        assert self.places(crowd) == [31, 32, 33]

    def test_are_counted_for_the_merchant(self, crowd):
        exposure.flush()
        order(limit=12)
        exposure.flush()
        [day] = exposure.days(crowd.new.pk, by=market.staff_of(crowd.new))
        assert (day.shown, day.turns, day.place) == (1, 1, 12.0)
        with pytest.raises(NotAllowed):
            exposure.days(crowd.new.pk, by=market.staff_of(market.merchant("other")))

    def test_whose_turn_it_is_is_said(self, crowd):
        ordered = order(limit=12)
        told = why(ordered[11], "pot")
        assert told is not None and told.is_turn and told.place == 12
        assert why(ordered[0], "pot").is_turn is False


class TestWhy:
    def test_the_parts_add_up_to_the_order(self, pair):
        for number in range(10):
            market.product(pair.one, f"Clay Pot {number}", 900 + number * 700)
        rebuilding.rebuild()
        told = [
            why(key, "tea pot", to="CN") for key in [hit.product_id for hit in find("tea pot", to="CN").items]
        ]
        assert [each.place for each in told] == list(range(1, len(told) + 1))
        full = [round(each.points, 3) for each in told if each.is_full]
        rest = [round(each.points, 3) for each in told if not each.is_full]
        assert len(full) == 2 and full == sorted(full, reverse=True) and rest == sorted(rest, reverse=True)

    def test_has_the_numbers(self, pair):
        told = why(pair.first.product_id, "pot", to="US")
        assert told.performance == Performance(pair.one.pk, MANY, 0, MANY, 0)
        assert (told.total, told.candidates, told.days_old) == (2, 2, 0)
        assert told.price.minor == 3000 and [each.minor for each in told.prices] == [3000, 3000]
        assert {part.name for part in told.parts} == set(ranking.WEIGHTS)

    @pytest.mark.parametrize("q", ["kettle", "", "\0"])
    def test_of_what_was_not_found_there_is_none(self, pair, q):
        assert why(pair.first.product_id, q) is None
