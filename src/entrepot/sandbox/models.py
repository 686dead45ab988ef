"""The sandbox's own books, as a payment provider and as a bank."""

from django.db import models
from django.db.models import Q

from entrepot.kit.ids import new_id
from entrepot.kit.money import money


class ChargeState(models.TextChoices):
    NEEDS_ACTION = "needs_action"  # waits for the buyer on the confirmation page
    AUTHORISED = "authorised"  # the buyer said yes; told by webhook, and captured in the same moment
    CAPTURED = "captured"
    DECLINED = "declined"
    REFUNDED = "refunded"  # everything that was captured went back


class ChargeQuerySet(models.QuerySet["Charge"]):
    def locked(self) -> "ChargeQuerySet":
        """The only lock on charges."""
        return self.select_for_update().order_by("pk")


class Charge(models.Model):
    """Money asked of a buyer; `key` is the caller's own id, so that asking twice charges once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    token = models.CharField(max_length=200)
    state = models.CharField(max_length=14, choices=ChargeState)
    #: Where the confirmation page leads the buyer back to; kept only for charges that need it.
    return_url = models.CharField(max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField()

    amount = money("amount_minor", "currency")
    fee = money("fee_minor", "currency")

    objects = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=models.F("amount_minor")),
                name="sandbox_refund_within_charge",
            )
        ]


class Repayment(models.Model):
    """Money given back from a charge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="repayments")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField()


class DisputeState(models.TextChoices):
    OPENED = "opened"  # the money is held back until it is decided
    WON = "won"  # the merchant keeps it
    LOST = "lost"  # the buyer keeps it


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def locked(self) -> "DisputeQuerySet":
        """The only lock on disputes, after that of their charge."""
        return self.select_for_update().order_by("pk")


class Dispute(models.Model):
    """A buyer asked her bank for the money of a charge; the provider decides between her and whoever charged."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="disputes")
    state = models.CharField(max_length=8, choices=DisputeState, default=DisputeState.OPENED)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=80)
    respond_by = models.DateTimeField()
    evidence = models.TextField(blank=True)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    amount = money("amount_minor", "currency")
    fee = money("fee_minor", "currency")

    objects = DisputeQuerySet.as_manager()


class Settlement(models.Model):
    """The provider pays out what it took and has not paid out yet, and says in a file what that is made of."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    created_at = models.DateTimeField()


class SettlementLine(models.Model):
    """One line of a settlement's file. `kind`, `reference` and `turn` name what it is of, which is settled once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=12)
    reference = models.UUIDField()
    turn = models.CharField(max_length=8)
    key = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    day = models.DateField()

    amount = money("amount_minor", "currency")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "reference", "turn"], name="settled_once")]


class Webhook(models.Model):
    """A message to the marketplace that waits to be sent, and is sent again until it is taken or given up."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.CharField(max_length=40)
    payload = models.JSONField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="webhook_due",
                condition=Q(delivered_at__isnull=True, given_up_at__isnull=True),
            )
        ]


class Conversion(models.Model):
    """Money that the bank changed; `key` is the caller's own id, so that asking twice changes once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    sold_minor = models.BigIntegerField()
    sold_currency = models.CharField(max_length=3)
    bought_minor = models.BigIntegerField()
    bought_currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()

    sold = money("sold_minor", "sold_currency")
    bought = money("bought_minor", "bought_currency")


class BankTransferState(models.TextChoices):
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"


class BankTransferQuerySet(models.QuerySet["BankTransfer"]):
    def locked(self) -> "BankTransferQuerySet":
        """For the one who settles them; others pass by."""
        return self.select_for_update(skip_locked=True).order_by("pk")


class BankTransfer(models.Model):
    """Money that the bank sent to somebody's account; of the number it remembers the end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    ending = models.CharField(max_length=4)
    state = models.CharField(max_length=8, choices=BankTransferState)
    reason = models.CharField(max_length=40, blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()

    amount = money("amount_minor", "currency")

    objects = BankTransferQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="sandbox_transfer_due", condition=Q(state="sent"))]
