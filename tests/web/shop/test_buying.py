"""A Chinese guest buys of two merchants, from the product to the receipt, and everything that can go wrong on the way."""

from types import SimpleNamespace

import pytest

from entrepot.catalog.models import Variant
from entrepot.identity.models import Consent
from entrepot.kit.actor import SYSTEM
from entrepot.stock.models import Level
from entrepot.trade.fulfilling import ship
from entrepot.trade.models import Cart, Order, Purchase
from tests import market
from tests.papers import reading
from tests.web.shop.buyer import AMERICAN, Buyer

# Honey: 85.20 + freight 71.00; 9 % x 0.7 of 156.20 = 9.84. Soap: 60.35 + 71.00; 13 % x 0.7 of 131.35 = 11.95.
HONEY, SOAP = "¥166.04", "¥143.30"
BOTH = "¥309.34"

#: While a provider is asked no transaction is open, so these tests have real ones.
paying = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyer(shop: SimpleNamespace) -> Buyer:
    """A Chinese guest with one honey and one soap in the cart."""
    one = Buyer()
    one.put_in(shop.honey)
    one.put_in(shop.soap)
    return one


class TestProduct:
    def test_is_told_in_the_readers_language_and_currency(self, shop: SimpleNamespace) -> None:
        text = Buyer().get(f"/goods/{shop.honey.product_id}/")
        assert "三叶草蜂蜜" in text and "Honey" in text
        assert "¥85.20" in text and "US$12.00" in text
        assert HONEY in text  # the estimate, with freight and tax to Shanghai
        assert "放入购物车" in text

    def test_is_priced_in_dollars_to_the_united_states(self, shop: SimpleNamespace) -> None:
        text = Buyer("en").get(f"/goods/{shop.honey.product_id}/")
        assert "US$12.00" in text and "¥" not in text
        assert "US$22.00" in text  # with freight, no tax

    def test_says_why_it_cannot_be_sent(self, shop: SimpleNamespace) -> None:
        Variant.objects.filter(pk=shop.honey.pk).update(weight_grams=None)
        text = Buyer().get(f"/goods/{shop.honey.product_id}/")
        assert "Bo" in text and "放入购物车" not in text

    def test_that_is_sold_out_says_so(self, shop: SimpleNamespace) -> None:
        Level.objects.filter(variant_id=shop.honey.pk).update(on_hand=0)
        assert "已售罄" in Buyer().get(f"/goods/{shop.honey.product_id}/")

    def test_that_is_a_draft_is_not_there(self, shop: SimpleNamespace) -> None:
        shop.honey.product.publications.all().delete()
        buyer = Buyer()
        buyer.get(f"/goods/{shop.honey.product_id}/")
        assert buyer.page.status_code == 404

    def test_the_destination_is_kept(self, shop: SimpleNamespace) -> None:
        buyer = Buyer("en")
        buyer.post("/destination/", country="CN", next=f"/en/goods/{shop.honey.product_id}/")
        assert "¥85.20" in buyer.text and buyer.path == f"/en/goods/{shop.honey.product_id}/"


class TestCart:
    def test_holds_lines_by_merchant(self, buyer: Buyer) -> None:
        text = buyer.get("/cart/")
        assert "三叶草蜂蜜" in text and "燕麦皂" in text
        assert "¥145.55" in text
        assert "购物车商品数" in text  # the header's count

    def test_changes_and_removes(self, buyer: Buyer, shop: SimpleNamespace) -> None:
        buyer.post(f"/cart/lines/{shop.honey.pk}/", quantity=3)
        assert "¥255.60" in buyer.text
        buyer.post(f"/cart/lines/{shop.honey.pk}/removal/")
        assert "三叶草蜂蜜" not in buyer.text

    def test_says_that_a_price_has_changed(self, buyer: Buyer, shop: SimpleNamespace) -> None:
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1300)
        text = buyer.get("/cart/")
        assert "US$12.00" in text and "US$13.00" in text

    def test_says_that_goods_are_sold_out_and_stops_the_checkout(
        self, buyer: Buyer, shop: SimpleNamespace
    ) -> None:
        Level.objects.filter(variant_id=shop.soap.pk).update(on_hand=0)
        assert "已售罄" in buyer.get("/cart/")
        buyer.get("/checkout/")
        assert buyer.path == "/zh-hans/cart/"


class TestPrice:
    def test_names_what_is_wrong_and_keeps_what_was_typed(self, buyer: Buyer) -> None:
        text = buyer.ask_price(id_number="110105194912310021", city="", region="广东省", name="李明")
        assert buyer.page.status_code == 422
        assert "身份证号码" in text and 'value="李明"' in text and "最终价格" in text
        assert "id_city" in text.split("error-summary")[1][:1500]
        assert not Purchase.objects.exists()

    def test_asks_a_separate_consent_for_the_identity_number(self, buyer: Buyer) -> None:
        buyer.ask_price(consents_to_id="")
        assert buyer.page.status_code == 422
        assert "consents_to_id" in buyer.text.split("error-summary")[1]

    def test_shows_one_final_price_itemised(self, buyer: Buyer) -> None:
        text = buyer.ask_price()
        assert buyer.page.status_code == 200
        for amount in (BOTH, "¥145.55", "¥142.00", "¥21.79"):
            assert amount in text
        assert "1 USD = 7.1 CNY" in text and "2026年6月1日" in text
        assert "支付 ¥309.34" in text


@paying
class TestPaying:
    def test_buys_and_follows_to_the_receipt(self, buyer: Buyer) -> None:
        buyer.ask_price()
        buyer.pay()
        purchase = Purchase.objects.get()
        assert buyer.path == f"/zh-hans/purchases/{purchase.pk}/"
        assert purchase.state == "paid" and purchase.total_minor == 30934
        assert "110***********002X" in buyer.text and "11010519491231002X" not in buyer.text
        assert sorted(Consent.objects.values_list("purpose", "subject_id")) == [
            ("cbec.notice", purchase.record_id),
            ("customs.id_number", purchase.record_id),
        ]
        assert "购物车是空的" in buyer.get("/cart/")

        order = Order.objects.filter(purchase=purchase).order_by("pk")[0]
        ship(order.pk, carrier="EMS", tracking_number="EA123456789US", by=SYSTEM)
        assert "EA123456789US" in buyer.get(f"/purchases/{purchase.pk}/")
        assert "释放" in buyer.get(f"/orders/{order.number}/receipt/") or "付给" in buyer.text
        buyer.post(f"/orders/{order.number}/receipt/")
        order.refresh_from_db()
        assert order.state == "completed"

    def test_a_link_opens_the_purchase_in_another_browser(self, buyer: Buyer) -> None:
        buyer.ask_price()
        buyer.pay()
        purchase = Purchase.objects.get()
        other = Buyer()
        other.get(f"/purchases/{purchase.pk}/")
        assert other.page.status_code == 404
        link = buyer.text.split("/zh-hans/follow/")[1].split('"')[0]
        other.get(f"/follow/{link}")
        assert other.path == f"/zh-hans/purchases/{purchase.pk}/" and other.page.status_code == 200

    def test_the_same_page_sent_twice_buys_once(self, buyer: Buyer) -> None:
        buyer.ask_price()
        hidden = buyer.filled_in() | buyer.hidden() | {"token": "sandbox:tok_ok"}
        buyer.post("/checkout/purchase/", **hidden)
        buyer.post("/checkout/purchase/", **hidden)
        assert Purchase.objects.count() == 1
        assert buyer.path == f"/zh-hans/purchases/{Purchase.objects.get().pk}/"

    def test_a_declined_card_keeps_everything(self, buyer: Buyer) -> None:
        buyer.ask_price()
        key = buyer.hidden()["key"]
        text = buyer.pay("tok_declined")
        assert buyer.page.status_code == 402
        assert "没有扣款" in text or "未扣款" in text
        assert 'value="收件人"' in text and buyer.hidden()["key"] != key
        buyer.pay("tok_ok")
        assert sorted(Purchase.objects.values_list("state", flat=True)) == ["declined", "paid"]

    def test_a_changed_price_is_shown_in_place(self, buyer: Buyer, shop: SimpleNamespace) -> None:
        buyer.ask_price()
        Variant.objects.filter(pk=shop.honey.pk).update(price_minor=1300)
        text = buyer.pay()
        assert buyer.page.status_code == 409
        # Honey: 92.30 + 71.00, tax 10.29; with the soap's 143.30
        assert "¥316.89" in text and not Purchase.objects.exists()
        buyer.pay()
        assert Purchase.objects.get().total_minor == 31689

    def test_short_stock_names_the_line_and_is_mended_in_place(
        self, buyer: Buyer, shop: SimpleNamespace
    ) -> None:
        buyer.post(f"/cart/lines/{shop.soap.pk}/", quantity=4)
        buyer.ask_price()
        Level.objects.filter(variant_id=shop.soap.pk).update(on_hand=2)
        text = buyer.pay()
        assert buyer.page.status_code == 409 and f'value="{shop.soap.pk}:2"' in text
        assert not Purchase.objects.exists()
        buyer.post("/checkout/price/", **(buyer.filled_in() | {"mend": f"{shop.soap.pk}:2"}))
        buyer.pay()
        assert Purchase.objects.get().state == "paid"

    def test_a_wallet_that_asks_leads_to_the_provider(self, buyer: Buyer) -> None:
        buyer.ask_price()
        values = buyer.filled_in() | buyer.hidden() | {"token": "sandbox:tok_needs_action"}
        answer = buyer.client.post("/zh-hans/checkout/purchase/", values)
        purchase = Purchase.objects.get()
        assert answer.status_code == 302 and "/sandbox/confirm/" in answer["Location"]
        assert purchase.state == "needs_action"
        buyer.get(f"/pay/{purchase.pk}/return/", payment=str(purchase.pk))
        assert buyer.path == f"/zh-hans/purchases/{purchase.pk}/" and "/sandbox/confirm/" in buyer.text
        # The provider's answer is mostly on its way already: the page looks for it at once, and then now and then.
        assert 'hx-trigger="load delay:1s, every 4s"' in buyer.text

    def test_a_provider_that_times_out_asks_for_patience(self, buyer: Buyer) -> None:
        buyer.ask_price()
        text = buyer.pay("tok_timeout")
        assert Purchase.objects.get().state == "pending" and "hx-trigger" in text

    def test_an_american_pays_no_tax_and_needs_no_number(self, shop: SimpleNamespace) -> None:
        buyer = Buyer("en")
        buyer.put_in(shop.honey)
        text = buyer.get("/checkout/")
        assert "id_id_number" not in text and "consents_to_id" not in text
        values = AMERICAN | {"email": "anna@example.com"}
        text = buyer.post("/checkout/price/", **values)
        assert "Pay US$22.00" in text and "not calculated" in text
        buyer.post("/checkout/purchase/", **(values | buyer.hidden() | {"token": "sandbox:tok_ok"}))
        assert Purchase.objects.get().total_minor == 2200


@paying
class TestCancelling:
    def test_gives_the_money_back(self, buyer: Buyer) -> None:
        buyer.ask_price()
        buyer.pay()
        order = Order.objects.order_by("pk")[0]
        assert HONEY in buyer.get(f"/orders/{order.number}/cancellation/")
        buyer.post(f"/orders/{order.number}/cancellation/", reason="想换一种")
        order.refresh_from_db()
        assert order.state == "cancelled" and HONEY in buyer.text

    def test_is_nobody_elses(self, buyer: Buyer) -> None:
        buyer.ask_price()
        buyer.pay()
        order = Order.objects.order_by("pk")[0]
        stranger = Buyer()
        stranger.post(f"/orders/{order.number}/cancellation/")
        assert stranger.page.status_code == 404
        order.refresh_from_db()
        assert order.state == "paid"


@paying
class TestInvoice:
    def test_is_linked_from_the_page_of_what_was_paid(self, buyer: Buyer) -> None:
        buyer.ask_price()
        buyer.pay()
        order = Order.objects.order_by("pk")[0]
        path = f"/orders/{order.number}/invoice/"
        assert f'href="/zh-hans{path}"' in buyer.text
        answer = buyer.client.get(f"/zh-hans{path}")
        assert answer["Content-Disposition"] == f'inline; filename="invoice-{order.number}.pdf"'
        assert "商业发票" in reading.text(answer.content)


class TestSigningIn:
    def test_takes_the_cart_along(self, buyer: Buyer, shop: SimpleNamespace) -> None:
        person = market.person("li@example.com")
        buyer.client.force_login(person)
        buyer.get("/cart/")
        assert "三叶草蜂蜜" in buyer.text and Cart.objects.get().person_id == person.pk

    @paying
    def test_lists_ones_own_orders(self, buyer: Buyer) -> None:
        buyer.client.force_login(market.person("li@example.com"))
        buyer.ask_price()
        buyer.pay()
        assert "三叶草蜂蜜" in buyer.get("/purchases/")
