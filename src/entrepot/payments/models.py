"""Tables of payments and exchange rates."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from entrepot.kit.ids import new_id
from entrepot.kit.money import money


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
    next_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: When the provider was last asked what became of it, because nothing was heard.
    asked_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="payment_unsettled",
                condition=Q(state__in=["pending", "needs_action"]),
            )
        ]
        constraints = [
            CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=models.F("amount_minor")),
                name="refund_within_paid",
            )
        ]


class RefundState(models.TextChoices):
    ASKED = "asked", _("Asked of the provider")
    DONE = "done", _("Done")


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
    reference = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")

    objects = RefundQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="refund_not_done", condition=Q(state="asked"))]


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
