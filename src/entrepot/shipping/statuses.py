"""How a parcel travels, and what a carrier can say of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Mode(TextChoices):
    """How a parcel travels; for how long its buyer may be silent follows from it (trade rules 2.1)."""

    EXPRESS = "express", _("Express courier")
    POST = "post", _("Post")
    LAND = "land", _("By land")
    AIR = "air", _("Air freight")
    SEA = "sea", _("Sea freight")


class TrackingStatus(TextChoices):
    HANDED_OVER = "handed_over", _("Handed to the carrier")
    IN_TRANSIT = "in_transit", _("On the way")
    CUSTOMS = "customs", _("At customs")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    PROBLEM = "problem", _("Something is wrong")
