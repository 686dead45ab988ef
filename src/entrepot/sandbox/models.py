"""The sandbox provider's own books."""

from django.db import models
from django.db.models import Q

from entrepot.kit.ids import new_id


class Charge(models.Model):
    """Money asked of a buyer; `key` is the caller's own id, so that asking twice charges once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    token = models.CharField(max_length=40)
    state = models.CharField(max_length=14)  # authorised, needs_action, captured, declined, voided
    created_at = models.DateTimeField()


class Repayment(models.Model):
    """Money given back from a charge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="repayments")
    amount_minor = models.BigIntegerField()
    created_at = models.DateTimeField()


class Webhook(models.Model):
    """A message to the marketplace that waits to be sent, and is sent again until it is taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.CharField(max_length=40)
    payload = models.JSONField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="webhook_due", condition=Q(delivered_at__isnull=True))
        ]
