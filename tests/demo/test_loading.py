"""Loading the demo, in a small size: three shops and some trade, through the marketplace's own verbs."""

from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import authenticate
from django.db.models import Count, Model

from entrepot.catalog.models import PriceTier, Product, Variant
from entrepot.demo import load, people, sign_ins
from entrepot.identity.models import Business, BusinessKind, Member, Person
from entrepot.kit import clock
from entrepot.kit.models import Event
from entrepot.ledger import audit
from entrepot.ledger import queries as ledger
from entrepot.merchants.models import Application, Merchant
from entrepot.payments.models import Refund
from entrepot.payments.paying_out.models import Payout
from entrepot.sandbox.models import Charge
from entrepot.shipping.models import TrackingEvent
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.models import CartLine, Order, Purchase, Step
from tests import market

pytestmark = pytest.mark.django_db(transaction=True)

PURCHASES = 30


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def loaded(said: list[str]) -> list[str]:
    load(merchants=3, purchases=PURCHASES, tell=said.append)
    return said


def broken() -> list[str]:
    return [f"{result.check.name}: {result.rows}" for result in audit.run() if not result.ok]


class TestLoad:
    def test_is_a_marketplace_that_keeps_every_promise(self, loaded):
        assert broken() == []
        assert [line for line in loaded if line.startswith("Refused")] == []
        assert {one.currency: one.difference.minor for one in ledger.trial_balance()} == {"CNY": 0, "USD": 0}
        self.has_goods_of_every_kind()
        self.has_orders_in_every_state()
        self.has_a_past_that_ends_now()
        self.lets_people_in()
        self.is_not_loaded_twice(loaded)

    def has_goods_of_every_kind(self):
        assert Product.objects.on_sale().count() == 73
        assert Product.objects.drafts().count() == 2
        assert Variant.objects.filter(was_minor__isnull=False).exists()
        assert PriceTier.objects.filter(quantity_min__gt=1).exists()
        for product in Product.objects.prefetch_related("pictures", "variants"):
            pictures = product.pictures.all()
            assert len(pictures) == (2 if len(product.variants.all()) > 1 else 1)
            for picture in pictures:
                assert (settings.MEDIA_ROOT / picture.path).read_text("utf-8").startswith("<svg")

    def has_orders_in_every_state(self):
        settled = {OrderState.PLACED, OrderState.PAID, OrderState.SHIPPED, OrderState.DELIVERED}
        settled |= {OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUNDED, OrderState.DISPUTED}
        assert set(Order.objects.values_list("state", flat=True)) == settled
        assert set(Step.objects.values_list("state", flat=True)) == set(OrderState.values)
        assert set(Payout.objects.values_list("state", flat=True)) >= {"paid"}
        assert set(Purchase.objects.values_list("state", flat=True)) == set(PurchaseState.values)
        assert set(Order.objects.values_list("country", flat=True)) == {"CN", "US"}
        assert Purchase.objects.count() == PURCHASES
        assert Purchase.objects.alias(orders_count=Count("orders")).filter(orders_count__gt=1).exists()
        assert Refund.objects.filter(state="done").exists()
        assert Charge.objects.filter(state="refunded").exists()
        assert CartLine.objects.count() == 2

    def has_a_past_that_ends_now(self):
        moments = list(Purchase.objects.order_by("id").values_list("created_at", flat=True))
        assert moments == sorted(moments)
        assert timedelta(days=40) < clock.now() - moments[0] < timedelta(days=61)
        assert clock.now() - moments[-1] < timedelta(minutes=15)
        assert not Event.objects.filter(told_at__isnull=True).exclude(tag="demo.loaded").exists()

    def lets_people_in(self):
        for one in sign_ins():
            assert authenticate(email=one.email, password=one.password) is not None, one.who
            assert EmailAddress.objects.get(email=one.email).verified
        assert Person.objects.get(is_operator=True).email == people.OPERATOR["email"]
        company = Business.objects.get(kind=BusinessKind.OPERATOR)
        assert not Merchant.objects.filter(pk=company.pk).exists()
        roles = Member.objects.filter(business__legal_name="Little Oak Baby Company LLC").values_list(
            "role", flat=True
        )
        assert Counter(roles) == Counter(["owner", "packer", "cataloguer", "accountant", "manager"])
        [waiting] = Application.objects.filter(answered_at__isnull=True)
        assert waiting.slug == "point-arena-sea-salt"

    def is_not_loaded_twice(self, said):
        events, spoken = Event.objects.count(), len(said)
        load(merchants=3, purchases=PURCHASES, tell=said.append)
        assert (Event.objects.count(), len(said)) == (events, spoken)

    def test_nothing_happens_where_something_is_offered(self, said):
        market.product(market.merchant("bo"), "Honey", 1200)
        load(merchants=1, purchases=5, tell=said.append)
        assert (said, Product.objects.count(), Person.objects.count()) == ([], 1, 0)


class Killed(BaseException):
    """What ends the loading in the middle."""


class TestInterrupted:
    def test_goes_on_where_it_stopped_however_often(self):
        deaths = ["People", "Shops: 2", "Purchases: 25", "Events"]

        def tell(sentence: str) -> None:
            if deaths and sentence.startswith(deaths[0]):
                deaths.pop(0)
                raise Killed

        for _ in range(len(deaths)):
            with pytest.raises(Killed):
                load(merchants=2, purchases=PURCHASES, tell=tell)
        load(merchants=2, purchases=PURCHASES, tell=tell)
        assert deaths == []
        assert broken() == []
        assert (Merchant.objects.count(), Product.objects.count()) == (2, 50)
        assert Purchase.objects.count() == PURCHASES
        assert repeated(TrackingEvent, "parcel", "status", "place") == []
        assert repeated(Step, "order_id", "state") == []
        assert not Event.objects.filter(told_at__isnull=True).exclude(tag="demo.loaded").exists()


def repeated(model: type[Model], *fields: str) -> list[dict[str, object]]:
    counted = model.objects.order_by().values(*fields).annotate(times=Count("pk"))
    return list(counted.filter(times__gt=1))
