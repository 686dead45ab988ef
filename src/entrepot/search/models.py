"""The table of search: what is still to be taken into the index. The index itself lies in files (folders.py)."""

from django.db import models

from entrepot.kit import clock
from entrepot.kit.ids import new_id


class Pending(models.Model):
    """A product that changed. `ask_id` is new with each change, so that one which comes while the last is written is not lost.

    `written_into` names the index that has it already: while another is built aside, the row waits for that one too.
    """

    product_id = models.UUIDField(primary_key=True)
    ask_id = models.UUIDField(default=new_id)
    asked_at = models.DateTimeField(default=clock.now)
    written_into = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["written_into", "asked_at"], name="pending_in_order")]


class TermQuerySet(models.QuerySet["Term"]):
    """Terms; all of them are the operator's to see and nobody's secret."""

    def locked(self) -> "TermQuerySet":
        """To be changed in this transaction."""
        return self.select_for_update().order_by("pk")


class Term(models.Model):
    """One thing with its names in both languages: who asks for it by one of them finds what is described by another.

    `key`: its first names, which tell it from others of the same origin. What is off is kept, so that loading our own again
    does not turn it on.
    """

    class Origin(models.TextChoices):
        OURS = "ours"
        OPERATOR = "operator"
        DICTIONARY = "dictionary"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    origin = models.CharField(max_length=10, choices=Origin)
    key = models.CharField(max_length=200)
    en = models.JSONField(default=list)
    zh = models.JSONField(default=list)
    is_off = models.BooleanField(default=False, db_default=False)
    changed_at = models.DateTimeField(default=clock.now)

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "key"], name="term_once")]


class TermForm(models.Model):
    """One name of a term in the form in which a question is looked up: English stemmed, Chinese simplified, or its pinyin."""

    class Kind(models.TextChoices):
        EN = "en"
        ZH = "zh"
        PINYIN = "pinyin"

    id = models.BigAutoField(primary_key=True)
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="forms")
    kind = models.CharField(max_length=6, choices=Kind)
    text = models.CharField(max_length=120)

    class Meta:
        # Compared as bytes, so that a beginning is a range whatever the language of the database is.
        indexes = [
            models.Index(
                fields=["text", "kind"],
                name="term_form_text",
                opclasses=["varchar_pattern_ops", "varchar_ops"],
            )
        ]


class Exposure(models.Model):
    """How often a merchant's goods were shown in search on a day: in all, in newcomers' places; and the sum of their places."""

    merchant_id = models.UUIDField()
    day = models.DateField()
    shown = models.BigIntegerField()
    turns = models.BigIntegerField()
    places = models.BigIntegerField()
    pk = models.CompositePrimaryKey("merchant_id", "day")
