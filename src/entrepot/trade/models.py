"""Tables of carts, purchases and orders. Amounts are minor units of the row's currency, the buyer's."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money, money
from entrepot.trade.aftersale import Dispute, RefundNote, RefundRequest, Return, ReturnLine
from entrepot.trade.flow import RECEIVE, SHIP, OrderState, PurchaseState
from entrepot.trade.numbers import id_range, number_of
from entrepot.trade.rules import fee_returned

__all__ = [
    "Amounts",
    "Cart",
    "CartLine",
    "Dispute",
    "Order",
    "OrderLine",
    "Purchase",
    "RefundNote",
    "RefundRequest",
    "Return",
    "ReturnLine",
    "Step",
]

#: Characters of a reason that are kept.
REASON_MAX = 200


class Cart(models.Model):
    """What a person, or a guest with a key in the browser, means to buy."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(null=True)
    guest_key = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person_id"], condition=Q(person_id__isnull=False), name="one_cart_a_person"
            ),
            UniqueConstraint(fields=["guest_key"], condition=~Q(guest_key=""), name="one_cart_a_guest"),
        ]


class CartLine(models.Model):
    """So many of a variant in a cart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant_id = models.UUIDField()
    quantity = models.PositiveIntegerField()
    #: What one cost in the merchant's currency when the buyer last chose it, so that the cart says what has changed.
    seen_minor = models.BigIntegerField(null=True)
    seen_currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            UniqueConstraint(fields=["cart", "variant_id"], name="one_line_a_variant"),
            CheckConstraint(condition=Q(quantity__gte=1) & Q(quantity__lte=9999), name="cart_quantity_sane"),
        ]


class Wish(models.Model):
    """A variant that a person, or a guest with a key in the browser, means to remember: a line of the wish list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(null=True)
    guest_key = models.CharField(max_length=40, blank=True)
    variant_id = models.UUIDField()
    #: What one cost in the merchant's currency when it was wished for, so that the list says what has changed.
    seen_minor = models.BigIntegerField()
    seen_currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person_id", "variant_id"],
                condition=Q(person_id__isnull=False),
                name="one_wish_a_person_and_variant",
            ),
            UniqueConstraint(
                fields=["guest_key", "variant_id"],
                condition=~Q(guest_key=""),
                name="one_wish_a_guest_and_variant",
            ),
            CheckConstraint(condition=Q(person_id__isnull=True) ^ Q(guest_key=""), name="wish_of_one_owner"),
        ]


class Amounts(models.Model):
    """What a landed cost is made of; the parts add up to the total, and the database holds them to it."""

    currency = models.CharField(max_length=3)
    goods_minor = models.BigIntegerField()
    freight_minor = models.BigIntegerField()
    duty_minor = models.BigIntegerField()
    import_vat_minor = models.BigIntegerField()
    consumption_tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()

    goods = money("goods_minor", "currency")
    freight = money("freight_minor", "currency")
    duty = money("duty_minor", "currency")
    import_vat = money("import_vat_minor", "currency")
    consumption_tax = money("consumption_tax_minor", "currency")
    total = money("total_minor", "currency")

    class Meta:
        abstract = True

    @property
    def tax_minor(self) -> int:
        """What is the customs' and not the merchant's."""
        return self.duty_minor + self.import_vat_minor + self.consumption_tax_minor


_ADDS_UP = Q(
    total_minor=F("goods_minor")
    + F("freight_minor")
    + F("duty_minor")
    + F("import_vat_minor")
    + F("consumption_tax_minor")
)


_HELD, _TAX = (
    F("goods_minor") + F("freight_minor"),
    F("duty_minor") + F("import_vat_minor") + F("consumption_tax_minor"),
)
_RELEASED = Q(released_minor__gte=0) & Q(released_minor__lte=_HELD)
_REFUNDED = (
    Q(refunded_tax_minor__gte=0)
    & Q(refunded_tax_minor__lte=_TAX)
    & Q(refunded_minor__gte=F("refunded_tax_minor"))
    & Q(refunded_minor__lte=F("refunded_tax_minor") + _HELD)
)


class PurchaseQuerySet(models.QuerySet["Purchase"]):
    def visible_to(self, actor: Actor) -> "PurchaseQuerySet":
        """The buyer's own, those whose signed link the caller holds, and all of them to the operator."""
        if actor.is_operator or actor.is_system:
            return self
        mine = Q(pk__in=actor.follows)
        return self.filter(mine | Q(buyer_id=actor.buyer) if actor.buyer else mine)

    def locked(self) -> "PurchaseQuerySet":
        """The only lock on purchases: in the order of their ids, and before any lock on their orders.

        Its key stays free: a row of an order that is changed twice in a transaction has its foreign key checked anew, and who
        holds the order would wait here for who waits for the order.
        """
        return self.select_for_update(of=("self",), no_key=True).order_by("pk")


class Purchase(Amounts):
    """One buyer, one payment; covers one order per merchant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    buyer_id = models.UUIDField(null=True)
    record_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=PurchaseState, default=PurchaseState.PENDING)
    #: The caller's key within its scope (API key, person, or the guest's e-mail, hashed), and a keyed hash of each field it sent.
    scope = models.BinaryField()
    key = models.CharField(max_length=80)
    fingerprint = models.JSONField()
    #: Which rates and rules the price was made of.
    priced = models.JSONField()
    locale = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = PurchaseQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["scope", "key"], name="one_purchase_a_key"),
            CheckConstraint(condition=_ADDS_UP, name="purchase_adds_up"),
            CheckConstraint(condition=Q(state__in=PurchaseState.values), name="purchase_state_known"),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="purchase_unpaid",
                condition=Q(state__in=["pending", "needs_action"]),
            ),
            models.Index(
                fields=["buyer_id", "-id"], name="purchase_of_buyer", condition=Q(buyer_id__isnull=False)
            ),
        ]

    @property
    def number(self) -> str:
        return number_of(self.id)


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, actor: Actor) -> "OrderQuerySet":
        """The buyer's, the merchant's people who ship or account, those behind a signed link, and the operator."""
        if actor.is_operator or actor.is_system:
            return self
        seen = Q(purchase_id__in=actor.follows)
        if sells := {*actor.businesses(Permission.FULFIL), *actor.businesses(Permission.MONEY)}:
            seen |= Q(merchant_id__in=sells)
        if actor.buyer:
            seen |= Q(buyer_id=actor.buyer)
        return self.filter(seen)

    def numbered(self, number: str) -> "OrderQuerySet":
        """The order with this number (a range of the primary key)."""
        ids = id_range(number)
        return self.filter(pk__range=ids) if ids else self.none()

    def locked(self) -> "OrderQuerySet":
        """The only lock on orders: always in the order of their ids."""
        return self.select_for_update().order_by("pk")

    def silent(self, at: datetime) -> "OrderQuerySet":
        """Those whose buyer was silent until their window ended."""
        return self.filter(receipt_due_at__lte=at, state__in=[state.value for state in RECEIVE.sources])

    def to_ship(self) -> "OrderQuerySet":
        return self.filter(state__in=[state.value for state in SHIP.sources])


class Order(Amounts):
    """What one merchant delivers of a purchase. Keeps what was true at the sale."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="orders")
    merchant_id = models.UUIDField()
    buyer_id = models.UUIDField(null=True)
    record_id = models.UUIDField()
    country = models.CharField(max_length=2)
    state = models.CharField(max_length=16, choices=OrderState, default=OrderState.PLACED)
    seller_name = models.CharField(max_length=200)
    route = models.CharField(max_length=12)
    weight_grams = models.PositiveIntegerField()
    commission_minor = models.BigIntegerField()
    #: What the merchant's country taxes the commission with: charged to the merchant, owed to that country.
    fee_tax_bps = models.PositiveIntegerField(default=0, db_default=0)
    fee_tax_minor = models.BigIntegerField(default=0, db_default=0)
    days_max = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: What left the escrow for the merchant, commission included: all that was in it, at once.
    released_minor = models.BigIntegerField(default=0, db_default=0)
    #: All that went back to the buyer, before the release or after it; and what of it was tax.
    refunded_minor = models.BigIntegerField(default=0, db_default=0)
    refunded_tax_minor = models.BigIntegerField(default=0, db_default=0)

    #: When it is received by itself if the buyer stays silent; empty while nothing of that kind is to come.
    receipt_due_at = models.DateTimeField(null=True)

    commission = money("commission_minor", "currency")
    fee_tax = money("fee_tax_minor", "currency")
    released = money("released_minor", "currency")
    refunded = money("refunded_minor", "currency")
    refunded_tax = money("refunded_tax_minor", "currency")

    objects = OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=_ADDS_UP, name="order_adds_up"),
            CheckConstraint(condition=Q(state__in=OrderState.values), name="order_state_known"),
            CheckConstraint(condition=_RELEASED, name="released_within_held"),
            CheckConstraint(condition=_REFUNDED, name="refunded_within_paid"),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "-id"], name="order_of_merchant"),
            models.Index(
                fields=["receipt_due_at"],
                name="order_received_by_itself",
                condition=Q(receipt_due_at__isnull=False),
            ),
        ]

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def payable(self) -> Money:
        """What the merchant gets of it: goods and freight less the commission and the tax on it, all fixed at the sale.

        Less what was given back of it, with its part of both.
        """
        back = self.refunded - self.refunded_tax
        kept = [
            part - fee_returned(part, goods=self.goods, refunded=back)
            for part in (self.commission, self.fee_tax)
        ]
        return self.goods + self.freight - back - kept[0] - kept[1]

    @property
    def refundable(self) -> Money:
        """What is left of its goods and freight that could go back to the buyer."""
        return self.goods + self.freight - (self.refunded - self.refunded_tax)

    @property
    def tax_refundable(self) -> Money:
        return Money(self.tax_minor, self.currency) - self.refunded_tax

    def is_bought_by(self, actor: Actor) -> bool:
        """Whether this caller is its buyer: by account, or by the signed link of its purchase."""
        return self.purchase_id in actor.follows or (actor.buyer is not None and actor.buyer == self.buyer_id)


class OrderLine(Amounts):
    """So many of a variant in an order, with what was shown of it and what customs will be told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="lines")
    merchant_id = models.UUIDField()
    variant_id = models.UUIDField()
    product_id = models.UUIDField()
    quantity = models.PositiveIntegerField()
    unit_minor = models.BigIntegerField()
    listed_minor = models.BigIntegerField()
    listed_currency = models.CharField(max_length=3)
    commission_bps = models.PositiveIntegerField()
    commission_minor = models.BigIntegerField()
    fee_tax_minor = models.BigIntegerField(default=0, db_default=0)
    #: title, title_zh, options, picture, hs8, origin, net content, rule ids: as they were.
    frozen = models.JSONField()

    unit_price = money("unit_minor", "currency")
    listed_price = money("listed_minor", "listed_currency")

    class Meta:
        constraints = [
            CheckConstraint(condition=_ADDS_UP, name="line_adds_up"),
            CheckConstraint(
                condition=Q(goods_minor=F("unit_minor") * F("quantity")), name="line_goods_exact"
            ),
        ]


class Step(models.Model):
    """A move of an order along its flow: who, when, why. Written with the move, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=16, choices=OrderState)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=REASON_MAX, blank=True)
    created_at = models.DateTimeField()
