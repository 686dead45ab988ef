"""The dated rows that prices are made of, and the yearly allowance of each person.

A row holds from `effective_from` up to, not including, its end: days of the jurisdiction's own calendar. Rows
are never changed. Closing one writes `closed_on` and the version that did it, so that a quote made under an
earlier version is still priced as it was (queries.rulebook).
"""

from django.db import models
from django.db.models import F, Q

from entrepot.customs.confidence import Confidence
from entrepot.customs.fields import FractionField


class RuleVersion(models.Model):
    """One load of rows. Loads are serialised, so a greater id was committed later."""

    id = models.PositiveIntegerField(primary_key=True)
    table = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    added = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    created_at = models.DateTimeField()


class DatedRow(models.Model):
    """What every row of the three tables has: its period, its source, and how sure we are."""

    id = models.BigAutoField(primary_key=True)
    jurisdiction = models.CharField(max_length=2)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True)
    source = models.TextField()
    confidence = models.CharField(max_length=12, choices=Confidence)
    checked_on = models.DateField()
    loaded_in = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField(null=True)
    closed_in = models.ForeignKey(RuleVersion, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        abstract = True


def _dated(name: str, *key: str) -> list[models.BaseConstraint]:
    """A dated table has one row a key and first day, one row without an end, no period upside down."""
    return [
        models.UniqueConstraint(
            fields=[*key, "effective_from"],
            condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("effective_from")),
            name=f"{name}_one_a_day",
        ),
        models.UniqueConstraint(
            fields=[*key],
            condition=Q(effective_to__isnull=True, closed_on__isnull=True),
            name=f"{name}_one_open",
        ),
        models.CheckConstraint(
            condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
            name=f"{name}_period",
        ),
        models.CheckConstraint(
            condition=Q(closed_on__isnull=True, closed_in__isnull=True)
            | Q(closed_on__gte=F("effective_from"), closed_in__isnull=False),
            name=f"{name}_closing",
        ),
        models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name=f"{name}_confidence"),
    ]


_RATE = r"^[0-9]+(/[1-9][0-9]*)?$"


class Rule(DatedRow):
    """One dated value: a limit, a share, a threshold, a window (keys.py says which keys there are)."""

    key = models.CharField(max_length=64)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = _dated("rule", "jurisdiction", "key")


class Tariff(DatedRow):
    """The statutory rates of one 8-digit tariff line.

    `consumption_tax_condition` empty: always due. Otherwise it names thresholds by rule rows
    (`consumption_tax.<condition>.<unit>`), and the tax is due from that dutiable value per unit of content.
    """

    hs8 = models.CharField(max_length=8)
    description_en = models.TextField()
    description_zh = models.TextField()
    duty_mfn = FractionField()
    vat = FractionField()
    consumption_tax = FractionField()
    consumption_tax_condition = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            *_dated("tariff", "jurisdiction", "hs8"),
            models.CheckConstraint(
                condition=Q(duty_mfn__regex=_RATE, vat__regex=_RATE, consumption_tax__regex=_RATE),
                name="tariff_rates",
            ),
        ]


class PositiveListEntry(DatedRow):
    """A tariff line that may be sold to Chinese consumers across the border, with its remarks.

    `name_rule`: the Chinese name must hold one of these words (parted by `|`). `exclude_rules`: it may hold
    none of these.
    """

    hs8 = models.CharField(max_length=8)
    name_zh = models.TextField()
    bonded_only = models.BooleanField()
    name_rule = models.TextField(blank=True)
    exclude_rules = models.TextField(blank=True)
    annual_qty_cap = FractionField(null=True)
    cap_unit = models.CharField(max_length=8, blank=True)
    version = models.CharField(max_length=20)

    class Meta:
        constraints = [
            *_dated("listing", "jurisdiction", "hs8"),
            models.CheckConstraint(
                condition=Q(annual_qty_cap__isnull=True, cap_unit="")
                | Q(annual_qty_cap__isnull=False, cap_unit__in=["kg", "piece"]),
                name="listing_cap",
            ),
        ]


class Allowance(models.Model):
    """How much of a person's yearly amount our orders use: CNY fen, per calendar year in Shanghai."""

    pk = models.CompositePrimaryKey("id_hash", "year")
    id_hash = models.BinaryField(max_length=16)
    year = models.PositiveSmallIntegerField()
    used_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(used_minor__gte=0), name="allowance_not_below_zero")
        ]


class AllowanceHold(models.Model):
    """What one order takes of a person's yearly amount: open, it counts; ended, it has been given back."""

    class Ending(models.TextChoices):
        CANCELLED = "cancelled"  # the order was cancelled, or customs refused it
        EXPIRED = "expired"  # never paid
        RETURNED = "returned"  # the goods went back within customs' time

    order_id = models.UUIDField(primary_key=True)
    id_hash = models.BinaryField(max_length=16)
    year = models.PositiveSmallIntegerField()
    minor = models.BigIntegerField()
    #: What of it was given back before it ended: part of the order was never sent, or came back in customs' time.
    given_back_minor = models.BigIntegerField(default=0, db_default=0)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(max_length=10, choices=Ending, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minor__gte=0), name="allowance_hold_amount"),
            models.CheckConstraint(
                condition=Q(given_back_minor__gte=0) & Q(given_back_minor__lte=models.F("minor")),
                name="allowance_given_back_within_hold",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="")
                | Q(ended_at__isnull=False, ended_as__in=["cancelled", "expired", "returned"]),
                name="allowance_hold_ending",
            ),
        ]
