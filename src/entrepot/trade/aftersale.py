"""Tables of what comes after a sale: refunds asked for, goods taken back, disputes. Amounts are in the order's currency."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import pgettext_lazy

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.kit.money import money

#: Characters of what somebody writes about an order.
TEXT_MAX = 500


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("refund request", "Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("refund request", "Accepted")
    DECLINED = "declined", pgettext_lazy("refund request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("refund request", "Withdrawn")


class RefundRequest(models.Model):
    """A buyer asks for money back, all of it or some, keeping the goods or sending them back; and what was answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("trade.Order", models.PROTECT, related_name="refund_requests")
    merchant_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    asked_minor = models.BigIntegerField()
    is_with_goods = models.BooleanField()
    reason = models.CharField(max_length=TEXT_MAX)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    #: What was accepted: it may be another amount than was asked for, and the buyer sees it.
    granted_minor = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=TEXT_MAX, blank=True)
    answered_by_kind = models.CharField(max_length=12, blank=True)
    answered_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)
    #: The refund that paid it; none while the goods are still to come back.
    refund_id = models.UUIDField(null=True)

    asked = money("asked_minor", "currency")
    granted = money("granted_minor", "currency")

    class Meta:
        constraints = [
            UniqueConstraint(fields=["order"], condition=Q(state="open"), name="one_open_request_an_order"),
            CheckConstraint(condition=Q(asked_minor__gt=0), name="request_of_something"),
            CheckConstraint(
                condition=Q(state="accepted", granted_minor__gt=0)
                | (~Q(state="accepted") & Q(granted_minor=None)),
                name="request_granted_when_accepted",
            ),
            CheckConstraint(
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & ~Q(answered_at=None)),
                name="request_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["merchant_id", "id"], name="request_unanswered", condition=Q(state="open"))
        ]

    @property
    def is_awaiting_goods(self) -> bool:
        """Accepted, and paid when the goods are back."""
        return self.state == RequestState.ACCEPTED and self.is_with_goods and self.refund_id is None


class RefundNote(models.Model):
    """Why a refund was made, and by whom; its id is the refund's."""

    id = models.UUIDField(primary_key=True, editable=False)
    order = models.ForeignKey("trade.Order", models.PROTECT, related_name="refund_notes")
    reason = models.CharField(max_length=TEXT_MAX, blank=True)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)


class Return(models.Model):
    """Goods of an order came back to its merchant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("trade.Order", models.PROTECT, related_name="returns")
    #: Whether they came within the customs' time, so that the buyer's allowance was restored for them.
    is_in_time = models.BooleanField()
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)


class ReturnLine(models.Model):
    """How many of a line came back, and how many of those cannot be sold again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    taken_back = models.ForeignKey(Return, models.PROTECT, related_name="lines")
    line = models.ForeignKey("trade.OrderLine", models.PROTECT, related_name="returned")
    quantity = models.PositiveIntegerField()
    damaged = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["taken_back", "line"], name="one_return_line_a_line"),
            CheckConstraint(
                condition=Q(quantity__gte=1) & Q(damaged__lte=F("quantity")), name="return_line_of_something"
            ),
        ]


class DisputeReason(models.TextChoices):
    NOT_ARRIVED = "not_arrived", pgettext_lazy("dispute", "The goods have not arrived")
    NOT_AS_DESCRIBED = "not_as_described", pgettext_lazy("dispute", "The goods are not as described")
    DAMAGED = "damaged", pgettext_lazy("dispute", "The goods arrived damaged")
    NOT_REFUNDED = "not_refunded", pgettext_lazy("dispute", "I sent goods back and was not refunded")
    OTHER = "other", pgettext_lazy("dispute", "Something else")


class DisputeEnding(models.TextChoices):
    WITHDRAWN = "withdrawn", pgettext_lazy("dispute", "Withdrawn by the buyer")
    REFUNDED = "refunded", pgettext_lazy("dispute", "Refunded by the merchant")
    RETURNED = "returned", pgettext_lazy("dispute", "Goods taken back by the merchant")


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def open(self) -> "DisputeQuerySet":
        return self.filter(ended_at__isnull=True)


class Dispute(models.Model):
    """The buyer objects to an order. While it is open no clock of the order runs and its amount stays with the merchant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey("trade.Order", models.PROTECT, related_name="disputes")
    merchant_id = models.UUIDField()
    reason = models.CharField(max_length=20, choices=DisputeReason)
    text = models.CharField(max_length=TEXT_MAX, blank=True)
    #: What state the order was in; a withdrawal leads back there.
    came_from = models.CharField(max_length=16)
    opened_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=DisputeEnding, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["order"], condition=Q(ended_at=None), name="one_open_dispute_an_order"),
            CheckConstraint(
                condition=Q(ended_at=None, ended_as="") | (~Q(ended_at=None) & ~Q(ended_as="")),
                name="dispute_ended_somehow",
            ),
        ]
        indexes = [models.Index(fields=["merchant_id"], name="dispute_open", condition=Q(ended_at=None))]
