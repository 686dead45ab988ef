"""Tables of bank accounts and payouts."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import pgettext_lazy

from entrepot.kit.actor import Actor, Permission
from entrepot.kit.ids import new_id
from entrepot.kit.money import money


class BankAccountQuerySet(models.QuerySet["BankAccount"]):
    def visible_to(self, actor: Actor) -> "BankAccountQuerySet":
        """Those of the businesses whose money the caller looks after, and all of them to the operator, masked."""
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(merchant_id__in=actor.businesses(Permission.MONEY))


class BankAccount(models.Model):
    """Where a merchant is paid. A change is a new row; the newest counts, and is not used before `usable_from`."""

    PURPOSE = "bank_account"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    holder = models.CharField(max_length=200)
    #: The number and what belongs to it, only for the bank; `ending` is all that is shown.
    sealed = models.BinaryField()
    ending = models.CharField(max_length=4)
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    usable_from = models.DateTimeField()

    objects = BankAccountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["merchant_id", "-id"], name="bank_account_of_merchant")]

    @property
    def masked(self) -> str:
        """How it is shown."""
        return f"•••• {self.ending}"


class PayoutState(models.TextChoices):
    STARTED = (
        "started",
        pgettext_lazy("payout", "Being prepared"),
    )  # its money is set aside, the bank is being asked
    SENT = "sent", pgettext_lazy("payout", "On its way")  # the bank has taken it
    PAID = "paid", pgettext_lazy("payout", "Arrived")
    FAILED = "failed", pgettext_lazy("payout", "Came back")  # its money is payable again


class PayoutQuerySet(models.QuerySet["Payout"]):
    def visible_to(self, actor: Actor) -> "PayoutQuerySet":
        """Those of the businesses whose money the caller looks after, and all of them to the operator."""
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(merchant_id__in=actor.businesses(Permission.MONEY))

    def locked(self) -> "PayoutQuerySet":
        """For one answer of the bank to one payout."""
        return self.select_for_update(of=("self",)).order_by("pk")


class Payout(models.Model):
    """Money of a merchant on its way to its bank: movements of what was payable in one currency, perhaps exchanged.

    taken: the sum of its lines, in the buyers' currency. amount: what is sent, in the bank account's. bought: what the bank
    gave for `taken`, once it has exchanged it; what that is more than `amount` is the margin.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField()
    #: The day of the calendar that it belongs to.
    on = models.DateField()
    bank = models.CharField(max_length=20)
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="payouts")
    state = models.CharField(max_length=8, choices=PayoutState, default=PayoutState.STARTED)
    taken_minor = models.BigIntegerField()
    taken_currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: What it left unpaid, and all that comes later, has an id from here on.
    unpaid_from = models.UUIDField(null=True)
    rate_id = models.UUIDField(null=True)
    margin_bps = models.PositiveIntegerField(default=0)
    bought_minor = models.BigIntegerField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    #: Why it came back, in the bank's code.
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    taken = money("taken_minor", "taken_currency")
    amount = money("amount_minor", "currency")
    bought = money("bought_minor", "currency")

    objects = PayoutQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["merchant_id", "taken_currency", "on"], name="one_payout_a_day"),
            CheckConstraint(condition=Q(taken_minor__gt=0, amount_minor__gt=0), name="payout_amounts"),
            CheckConstraint(
                condition=Q(rate_id__isnull=False)
                | Q(taken_currency=models.F("currency"), taken_minor=models.F("amount_minor")),
                name="payout_exchanged",
            ),
            CheckConstraint(
                condition=Q(state__in=["started", "sent"], ended_at__isnull=True)
                | Q(state__in=["paid", "failed"], ended_at__isnull=False),
                name="payout_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "-id"], name="payout_of_merchant"),
            models.Index(
                fields=["created_at"], name="payout_open", condition=Q(state__in=["started", "sent"])
            ),
        ]


class PayoutLine(models.Model):
    """One movement of what was payable that a payout pays; its id is the transfer's, so no other payout can take it."""

    transfer_id = models.UUIDField(primary_key=True)
    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    subject_id = models.UUIDField()
    code = models.CharField(max_length=32)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    moved_at = models.DateTimeField()

    amount = money("amount_minor", "currency")


class PayoutRun(models.Model):
    """A day of the calendar: how far the merchants have been gone through, and what came of it so far."""

    on = models.DateField(primary_key=True)
    #: The merchant after whom to go on; null at the start.
    after = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
