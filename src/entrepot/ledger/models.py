"""The tables of the books, which nothing outside `posting` writes and where the database itself refuses to change a
transfer or to take an account away; and what audits found.
"""

from django.db import models
from django.db.models import F, Q

from entrepot.kit.ids import new_id
from entrepot.kit.money import money


class Account(models.Model):
    """An account of the chart with one owner and one currency.

    Counters and floor are kept only where an account belongs to one order, merchant, dispute or credit. The
    house's rows stand at zero with no floor: they are what a transfer refers to, and their balance is the
    sum of the transfers. `normal_side` is 1 where debits raise the balance, -1 where credits do. The id is
    the MD5 of number, owner and currency (a CHECK), so a writer knows it without a round trip; with the
    currency it is the key, because a transfer refers to both. No foreign key says so: `posting` makes what it
    refers to, triggers refuse to remove or rename a row, and the audit looks (docs/decisions/0031).
    """

    pk = models.CompositePrimaryKey("id", "currency")
    id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    owner_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    normal_side = models.SmallIntegerField()
    debits_minor = models.BigIntegerField(default=0, db_default=0)
    credits_minor = models.BigIntegerField(default=0, db_default=0)
    floor_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="ledger_account_side", condition=Q(normal_side__in=(1, -1))),
            models.CheckConstraint(
                name="ledger_account_counters", condition=Q(debits_minor__gte=0, credits_minor__gte=0)
            ),
            models.CheckConstraint(
                name="ledger_account_floor",
                condition=Q(floor_minor__isnull=True)
                | Q(floor_minor__lte=(F("debits_minor") - F("credits_minor")) * F("normal_side")),
            ),
        ]


class Transfer(models.Model):
    """An amount that went into one account and out of another. Immutable: a mistake is corrected by another
    transfer.

    The indexes, each paid for by every transfer: the key is UUIDv7 and grows at its right end; (journal,
    line) is what makes posting twice harmless, and shows a journal; (subject, id) is an order's page;
    (debit, id) and (credit, id) carry the amount, so that a statement's running balance and the sum of a
    house account are read from the index alone. The two partial ones hold only holds' ends and corrections. A day is
    found by its pages (BRIN, migration 0004), which costs a transfer next to nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    journal_id = models.UUIDField()
    line = models.PositiveSmallIntegerField()
    debit_id = models.UUIDField()
    credit_id = models.UUIDField()
    currency = models.CharField(max_length=3)
    amount_minor = models.BigIntegerField()
    code = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    pending_id = models.UUIDField(null=True)
    corrects_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    amount = money("amount_minor", "currency")

    class Meta:
        constraints = [
            models.CheckConstraint(name="ledger_transfer_amount", condition=Q(amount_minor__gt=0)),
            models.CheckConstraint(
                name="ledger_transfer_two_accounts", condition=~Q(debit_id=F("credit_id"))
            ),
            models.UniqueConstraint(fields=["journal_id", "line"], name="ledger_transfer_once"),
            models.UniqueConstraint(
                fields=["pending_id", "line"],
                name="ledger_transfer_resolved_once",
                condition=Q(pending_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["corrects_id", "line"],
                name="ledger_transfer_corrected_once",
                condition=Q(corrects_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "id"], name="ledger_transfer_of_subject"),
            models.Index(fields=["debit_id", "id"], include=["amount_minor"], name="ledger_transfer_debits"),
            models.Index(
                fields=["credit_id", "id"], include=["amount_minor"], name="ledger_transfer_credits"
            ),
        ]


class Explanation(models.Model):
    """Why somebody posted a journal in person. Journals that follow from what happened in the shop need none."""

    journal_id = models.UUIDField(primary_key=True)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()


class Closing(models.Model):
    """What had gone into and out of a line of the chart, over all owners, by the end of a day (UTC): made by `closing`,
    never changed.
    """

    pk = models.CompositePrimaryKey("day", "currency", "number")
    day = models.DateField()
    currency = models.CharField(max_length=3)
    number = models.PositiveSmallIntegerField()
    debits_minor = models.BigIntegerField()
    credits_minor = models.BigIntegerField()


class AuditRun(models.Model):
    """The promises were proved on the live database: when, for whom, and what breaks them.

    found: for each check its name, promise, the rows that break it (at most `audit.ROWS_MAX`), and whether there are more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    by_kind = models.CharField(max_length=12)
    by_id = models.UUIDField(null=True)
    found = models.JSONField()
    created_at = models.DateTimeField()
