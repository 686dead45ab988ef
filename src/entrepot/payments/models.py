"""Tables of payments and exchange rates."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit.actor import Actor, Permission
from entrepot.kit.ids import new_id
from entrepot.kit.money import money
from entrepot.payments.paying_out import models as paying_out  # noqa: F401  # Django looks for an app's tables here

#: Characters of what a merchant says against a chargeback, and of why a refund failed.
EVIDENCE_MAX = 4000
FAILURE_MAX = 200


class ExchangeRate(models.Model):
    """What one unit of `base` costs in `quote`, as a decimal string, with its source and day. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    base = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    value = models.DecimalField(max_digits=24, decimal_places=10)
    source = models.CharField(max_length=120)
    as_of = models.DateField()
    confidence = models.CharField(max_length=12, default="checked")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [CheckConstraint(condition=Q(value__gt=0), name="rate_positive")]
        indexes = [models.Index(fields=["base", "quote", "-created_at"], name="rate_newest_first")]


class PaymentState(models.TextChoices):
    PENDING = "pending", _("Waiting for the provider")
    NEEDS_ACTION = "needs_action", _("Needs your confirmation")
    CAPTURED = "captured", _("Paid")
    DECLINED = "declined", _("Declined")
    VOIDED = "voided", _("Given up")


class Payment(models.Model):
    """The one payment of a purchase; its id is the purchase's id, and what the provider knows it by."""

    id = models.UUIDField(primary_key=True)
    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=PaymentState, default=PaymentState.PENDING)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField(default=0)
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    next_url = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: When the provider is to be told, or told again, that nobody waits for it any more.
    give_up_at = models.DateTimeField(null=True)
    #: When the provider was last asked what became of it, because nothing was heard.
    asked_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="payment_unsettled",
                condition=Q(state__in=["pending", "needs_action"]),
            ),
            # Not the sandbox's, of which there may be thousands a second and whose messages name our own id.
            models.Index(fields=["reference"], name="payment_of_reference", condition=~Q(provider="sandbox")),
            models.Index(
                fields=["give_up_at"],
                name="payment_given_up",
                condition=Q(give_up_at__isnull=False, state__in=["pending", "needs_action"]),
            ),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("amount_minor")),
                name="refund_within_paid",
            )
        ]


class RefundState(models.TextChoices):
    ASKED = "asked", _("Asked of the provider")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not taken by the buyer's bank or wallet")
    REPLACED = "replaced", _("Asked for again")


class RefundQuerySet(models.QuerySet["Refund"]):
    def locked(self) -> "RefundQuerySet":
        """For one answer to one refund."""
        return self.select_for_update().order_by("pk")


class Refund(models.Model):
    """Money on its way back to a buyer: the row first, the provider's call second, its answer third."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    order_id = models.UUIDField(db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=RefundState, default=RefundState.ASKED)
    #: The provider's own id of it, once it has taken it on.
    reference = models.CharField(max_length=80, blank=True)
    #: Why it failed, in the provider's words.
    failure = models.CharField(max_length=FAILURE_MAX, blank=True)
    created_at = models.DateTimeField()
    #: When the provider was last asked for it, or after it.
    asked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")

    objects = RefundQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], name="refund_not_done", condition=Q(state="asked")),
            models.Index(fields=["created_at"], name="refund_failed", condition=Q(state="failed")),
        ]


class ChargebackState(models.TextChoices):
    OPENED = "opened", pgettext_lazy("chargeback", "Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class ChargebackQuerySet(models.QuerySet["Chargeback"]):
    def locked(self) -> "ChargebackQuerySet":
        """For one message about one chargeback."""
        return self.select_for_update().order_by("pk")


class Chargeback(models.Model):
    """A buyer had her bank take a payment back. The provider holds the money until it is decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="chargebacks")
    #: The provider's own id of it.
    reference = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=ChargebackState, default=ChargebackState.OPENED)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: In the provider's words.
    reason = models.CharField(max_length=80, blank=True)
    respond_by = models.DateTimeField(null=True)
    #: Why the operator took the loss upon the marketplace, whatever comes of it; empty when nobody did.
    house_reason = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    #: When the provider was last sent what the merchants say.
    answered_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")
    fee = money("fee_minor", "currency")

    objects = ChargebackQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["payment", "reference"], name="one_chargeback_told"),
            CheckConstraint(condition=Q(amount_minor__gt=0, fee_minor__gte=0), name="chargeback_amounts"),
            CheckConstraint(
                condition=Q(state="opened", decided_at__isnull=True)
                | Q(state__in=["won", "lost"], decided_at__isnull=False),
                name="chargeback_decided",
            ),
        ]


class ChargebackShareQuerySet(models.QuerySet["ChargebackShare"]):
    def visible_to(self, actor: Actor) -> "ChargebackShareQuerySet":
        """Those of the merchant's people who ship or account, and all of them to the operator."""
        if actor.is_operator or actor.is_system:
            return self
        own = {*actor.businesses(Permission.FULFIL), *actor.businesses(Permission.MONEY)}
        return self.filter(merchant_id__in=own)


class ChargebackShare(models.Model):
    """What of a chargeback falls on one order, and, once it is lost, who bore it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chargeback = models.ForeignKey(Chargeback, models.PROTECT, related_name="shares")
    order_id = models.UUIDField(db_index=True)
    merchant_id = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: What the merchant says for itself, sent to the provider with the rest.
    evidence = models.TextField(max_length=EVIDENCE_MAX, blank=True)
    evidence_at = models.DateTimeField(null=True)
    #: Lost: taken from the order's held money, from the merchant, and from the house.
    held_minor = models.BigIntegerField(default=0)
    merchant_minor = models.BigIntegerField(default=0)
    house_minor = models.BigIntegerField(default=0)
    decided_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")
    from_held = money("held_minor", "currency")
    from_merchant = money("merchant_minor", "currency")
    from_house = money("house_minor", "currency")

    objects = ChargebackShareQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["chargeback", "order_id"], name="one_share_an_order"),
            CheckConstraint(
                condition=Q(amount_minor__gt=0)
                & (
                    Q(held_minor=0, merchant_minor=0, house_minor=0)
                    | Q(amount_minor=F("held_minor") + F("merchant_minor") + F("house_minor"))
                ),
                name="share_borne_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant_id"], name="share_undecided", condition=Q(decided_at__isnull=True))
        ]


class WebhookDelivery(models.Model):
    """A provider's message as it came, verified; kept once by the provider's own id for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=20)
    delivery_id = models.CharField(max_length=80)
    tag = models.CharField(max_length=60)
    payload = models.JSONField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["provider", "delivery_id"], name="one_delivery_kept")]


class ReserveQuerySet(models.QuerySet["Reserve"]):
    def locked(self) -> "ReserveQuerySet":
        """Rows to release; the merchant's account of the reserve is locked before them."""
        return self.select_for_update().order_by("pk")

    def kept(self) -> "ReserveQuerySet":
        """What is still kept back."""
        return self.filter(left_minor__gt=0)


class Reserve(models.Model):
    """Part of what an order brought a new merchant, kept back until a day (J5); its id is the order's.

    left_minor: what is still kept, after refunds and chargebacks used some of it (`drawing.py`) or it was released.
    """

    order_id = models.UUIDField(primary_key=True)
    merchant_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    left_minor = models.BigIntegerField()
    release_on = models.DateField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")
    left = money("left_minor", "currency")

    objects = ReserveQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(left_minor__gte=0)
                & Q(left_minor__lte=models.F("amount_minor"))
                & (Q(released_at__isnull=True) | Q(left_minor=0)),
                name="reserve_within_kept",
            )
        ]
        indexes = [
            models.Index(
                fields=["merchant_id", "currency", "release_on"],
                name="reserve_of_merchant",
                condition=Q(left_minor__gt=0),
            ),
            models.Index(fields=["release_on"], name="reserve_due", condition=Q(left_minor__gt=0)),
        ]


class SettlementFile(models.Model):
    """What a provider says it has paid out, and for what: taken once, whole or not at all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["provider", "digest"], name="one_file_taken")]


class SettlementPayout(models.Model):
    """What a file paid out in one currency, what of it is matched, and the provider's fees in that."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(SettlementFile, models.PROTECT, related_name="payouts")
    currency = models.CharField(max_length=3)
    paid_minor = models.BigIntegerField()
    matched_minor = models.BigIntegerField()
    fees_minor = models.BigIntegerField()

    paid = money("paid_minor", "currency")
    matched = money("matched_minor", "currency")
    fees = money("fees_minor", "currency")

    class Meta:
        constraints = [UniqueConstraint(fields=["file", "currency"], name="one_payout_a_currency")]


class LineKind(models.TextChoices):
    CHARGE = "charge", pgettext_lazy("line of a settlement", "Payment")
    FEE = "fee", pgettext_lazy("line of a settlement", "Fee")
    REFUND = "refund", pgettext_lazy("line of a settlement", "Refund")
    CHARGEBACK = "chargeback", pgettext_lazy("line of a settlement", "Chargeback")
    CHARGEBACK_WON = "chargeback_won", pgettext_lazy("line of a settlement", "Chargeback won")
    DISPUTE_FEE = "dispute_fee", pgettext_lazy("line of a settlement", "Fee of a chargeback")
    ADJUSTMENT = "adjustment", pgettext_lazy("line of a settlement", "Adjustment")


class LineState(models.TextChoices):
    MATCHED = "matched", _("Matched")
    OPEN = "open", pgettext_lazy("line of a settlement", "Not matched")
    RESOLVED = "resolved", _("Matched by hand")


class LineWhy(models.TextChoices):
    UNKNOWN = "unknown", _("Nothing of ours has this key and reference")
    CURRENCY = "currency", _("Ours is in another currency")
    AMOUNT = "amount", _("Ours is another amount")
    BEFORE = "before", _("Ours was settled before")


class SettlementLineQuerySet(models.QuerySet["SettlementLine"]):
    def locked(self) -> "SettlementLineQuerySet":
        """For one line that is matched by hand."""
        return self.select_for_update().order_by("pk")


class SettlementLine(models.Model):
    """One line of a settlement file. `amount` is below zero for what was taken from us; `subject_id` is what it is of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(SettlementFile, models.PROTECT, related_name="lines")
    provider = models.CharField(max_length=20)
    #: The provider's own id of the line.
    line_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=14, choices=LineKind)
    reference = models.CharField(max_length=80, blank=True)
    key = models.UUIDField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=LineState, default=LineState.OPEN)
    why = models.CharField(max_length=8, choices=LineWhy, blank=True)
    subject_id = models.UUIDField(null=True)
    #: How the operator explained a line that did not match by itself.
    reason = models.CharField(max_length=200, blank=True)
    resolved_by = models.UUIDField(null=True)
    resolved_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")

    objects = SettlementLineQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["provider", "line_id"], name="one_line_taken"),
            UniqueConstraint(
                fields=["kind", "subject_id"],
                name="settled_by_one_line",
                condition=Q(state__in=["matched", "resolved"], subject_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["id"], name="line_open", condition=Q(state="open"))]
