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
