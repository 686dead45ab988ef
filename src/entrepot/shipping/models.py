"""Tables of freight and parcels."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.ids import new_id
from entrepot.shipping.statuses import Mode, TrackingStatus


class Rate(models.Model):
    """What a merchant asks to send one order to a country: so much up to the first weight, then for each further step begun."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField()
    country = models.CharField(_("To"), max_length=2)
    currency = models.CharField(max_length=3)
    first_grams = models.PositiveIntegerField(default=1000)
    first_minor = models.BigIntegerField()
    step_grams = models.PositiveIntegerField(default=1000)
    step_minor = models.BigIntegerField()
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["merchant_id", "country"], name="one_rate_a_destination"),
            CheckConstraint(
                condition=Q(first_minor__gte=0)
                & Q(step_minor__gte=0)
                & Q(first_grams__gte=1)
                & Q(step_grams__gte=1),
                name="rate_not_negative",
            ),
        ]


class Parcel(models.Model):
    """What a merchant handed to a carrier for one order."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order_id = models.UUIDField(db_index=True)
    merchant_id = models.UUIDField()
    carrier = models.CharField(_("Carrier"), max_length=60)
    tracking_number = models.CharField(_("Tracking number"), max_length=60)
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.EXPRESS, db_default=Mode.EXPRESS)
    created_at = models.DateTimeField(default=clock.now)


class ParcelLine(models.Model):
    """How many of an order's line are in a parcel."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    line_id = models.UUIDField(db_index=True)
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [
            UniqueConstraint(fields=["parcel", "line_id"], name="one_parcel_line_a_line"),
            CheckConstraint(condition=Q(quantity__gte=1), name="parcel_line_of_something"),
        ]


class TrackingEvent(models.Model):
    """Where a parcel was, and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="tracking")
    status = models.CharField(max_length=16, choices=TrackingStatus)
    place = models.CharField(_("Place"), max_length=120, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
