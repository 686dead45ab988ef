"""The event table: one stream for timelines, mail, webhooks and the search index (architecture, section 5, step 5)."""

from django.db import models
from django.db.models import Q

from entrepot.kit.ids import new_id


class Event(models.Model):
    """A fact in the past tense, written in the transaction that made it true, told to the outside after commit.

    Carries ids and a version, no personal data. `told_at` is null until the dispatcher has handed it to every listener.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tag = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    merchant_id = models.UUIDField(null=True)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="event_untold", condition=Q(told_at__isnull=True)),
            models.Index(fields=["subject_id", "id"], name="event_of_subject"),
        ]
