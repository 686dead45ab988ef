"""Tables of stock, per variant and location."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.ids import new_id


class Location(models.Model):
    """Where a merchant keeps goods."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant_id = models.UUIDField()
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [UniqueConstraint(fields=["merchant_id", "name"], name="one_location_a_name")]


class LevelQuerySet(models.QuerySet["Level"]):
    def locked(self) -> "LevelQuerySet":
        """These rows, held against every other writer until the transaction ends, in the order in which all lock them."""
        return self.select_for_update().order_by("pk")


class Level(models.Model):
    """How many of a variant lie at a location, and how many of those are promised."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant_id = models.UUIDField()
    location = models.ForeignKey(Location, models.PROTECT)
    merchant_id = models.UUIDField()
    on_hand = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)

    objects = LevelQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["variant_id", "location"], name="one_level_a_place"),
            CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")), name="reserved_within_on_hand"
            ),
        ]


class Reservation(models.Model):
    """Stock promised to one order line; its id is the line's id. Open until `ended_at`."""

    id = models.UUIDField(primary_key=True)
    level_id = models.UUIDField()
    order_id = models.UUIDField()
    merchant_id = models.UUIDField()
    quantity = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, blank=True)  # shipped, released

    class Meta:
        indexes = [models.Index(fields=["order_id"], name="reservation_of_order")]
        constraints = [CheckConstraint(condition=Q(quantity__gte=1), name="reservation_of_something")]


class MovementKind(models.TextChoices):
    RECEIVED = "received", _("Received")
    COUNTED = "counted", _("Counted")  # a person or a file said how many there are
    SOLD = "sold", _("Sold")
    RETURNED = "returned", _("Returned")
    DAMAGED = "damaged", _("Damaged")


class Movement(models.Model):
    """A change of what is on hand, and why; the level is the sum of these."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    level = models.ForeignKey(Level, models.PROTECT, related_name="movements")
    merchant_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=MovementKind)
    quantity = models.IntegerField()
    subject_id = models.UUIDField(null=True)
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [CheckConstraint(condition=~Q(quantity=0), name="movement_of_something")]
