"""What a carrier can say of a parcel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TrackingStatus(TextChoices):
    HANDED_OVER = "handed_over", _("Handed to the carrier")
    IN_TRANSIT = "in_transit", _("On the way")
    CUSTOMS = "customs", _("At customs")
    OUT_FOR_DELIVERY = "out_for_delivery", _("Out for delivery")
    DELIVERED = "delivered", _("Delivered")
    PROBLEM = "problem", _("Something is wrong")
