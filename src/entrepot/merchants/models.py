"""Tables of applications, merchants and what the marketplace charges them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_id


class ApplicationQuerySet(models.QuerySet["Application"]):
    def locked(self) -> "ApplicationQuerySet":
        """For one answer to one application."""
        return self.select_for_update().order_by("pk")

    def visible_to(self, actor: Actor) -> "ApplicationQuerySet":
        """Those who run the marketplace see every application, others their own businesses'."""
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(business_id__in=list(actor.memberships))


class Application(models.Model):
    """A business asks to sell; an Approval or a Refusal answers it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business_id = models.UUIDField(unique=True)
    name = models.CharField(_("Shop name"), max_length=120)
    slug = models.SlugField(_("Shop address"), max_length=60, unique=True)
    trade = models.CharField(_("What you sell"), max_length=120, blank=True)
    currency = models.CharField(_("Currency of your prices"), max_length=3, default="USD")
    created_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    objects = ApplicationQuerySet.as_manager()


class MerchantQuerySet(models.QuerySet["Merchant"]):
    def selling(self) -> "MerchantQuerySet":
        """Approved and not suspended now."""
        return self.exclude(suspensions__lifted_at__isnull=True, suspensions__isnull=False)

    def locked(self) -> "MerchantQuerySet":
        """For one change at a time of a merchant."""
        return self.select_for_update().order_by("pk")

    def visible_to(self, actor: Actor) -> "MerchantQuerySet":
        """A storefront is public while it sells; its own people and the operator see it always."""
        if actor.is_operator or actor.is_system:
            return self
        own = Q(pk__in=list(actor.memberships))
        live = Suspension.objects.filter(lifted_at__isnull=True).values("merchant_id")
        return self.filter(own | ~Q(pk__in=live))


class Merchant(models.Model):
    """A business approved to sell, with its storefront. Its id is the business's id."""

    id = models.UUIDField(primary_key=True)
    #: With `id` a composite key to identity_business(id, kind): the operator's own business cannot be here.
    business_kind = models.CharField(max_length=10, default="trader")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Shop name"), max_length=120)
    name_zh = models.CharField(_("Shop name in Chinese"), max_length=120, blank=True)
    legal_name = models.CharField(max_length=200)
    trade = models.CharField(max_length=120, blank=True)
    trade_zh = models.CharField(max_length=120, blank=True)
    story = models.TextField(_("About the shop"), blank=True)
    story_zh = models.TextField(_("About the shop, in Chinese"), blank=True)
    currency = models.CharField(max_length=3)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=100, blank=True)
    city = models.CharField(max_length=100, blank=True)
    founded = models.PositiveSmallIntegerField(null=True)
    staff = models.PositiveSmallIntegerField(null=True)
    #: Small sellers pay less (parameters.py); counted anew each day from what was completed, in the merchant's currency.
    is_small = models.BooleanField(default=True, db_default=True)
    sales_minor = models.BigIntegerField(null=True)
    sized_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = MerchantQuerySet.as_manager()

    class Meta:
        constraints = [CheckConstraint(condition=Q(business_kind="trader"), name="the_operator_cannot_sell")]
        indexes = [models.Index(F("sized_at").asc(nulls_first=True), name="merchant_to_size")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_suspended(self) -> bool:
        return self.suspensions.filter(lifted_at__isnull=True).exists()


class Approval(models.Model):
    """The operator let this business sell: who, when, why."""

    merchant = models.OneToOneField(Merchant, models.CASCADE, primary_key=True, related_name="approval")
    by_id = models.UUIDField()
    reason = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(default=clock.now)


class Refusal(models.Model):
    """The operator did not let this business sell: who, when, why."""

    application = models.OneToOneField(Application, models.CASCADE, primary_key=True, related_name="refusal")
    by_id = models.UUIDField()
    reason = models.CharField(max_length=400)
    created_at = models.DateTimeField(default=clock.now)


class Suspension(models.Model):
    """A merchant may not sell for now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(Merchant, models.CASCADE, related_name="suspensions")
    by_id = models.UUIDField()
    reason = models.CharField(max_length=400)
    created_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merchant"], condition=Q(lifted_at__isnull=True), name="one_live_suspension"
            )
        ]


class FeePlan(models.Model):
    """What the marketplace charges, from a day on: for one merchant, one category, or everybody; the order keeps what it was.

    The most particular row wins: merchant, then category, then neither (explicit order, market.md part 2 row 4). A plan for small
    sellers counts where it is less than the one for everybody (fees.py).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey(Merchant, models.CASCADE, null=True, related_name="fee_plans")
    category = models.CharField(max_length=60, blank=True)
    for_small = models.BooleanField(default=False, db_default=False)
    commission_bps = models.PositiveIntegerField(help_text="hundredths of a percent of the goods' price")
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(commission_bps__lte=10_000), name="commission_at_most_all"),
            CheckConstraint(
                condition=Q(merchant__isnull=True) | Q(for_small=False), name="own_plan_for_any_size"
            ),
            CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="fee_plan_days_in_order",
            ),
        ]


class FeeTax(models.Model):
    """What a country takes of the commission that its merchants pay, from a day on. A country without a row takes nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    country = models.CharField(max_length=2)
    rate_bps = models.PositiveIntegerField(help_text="hundredths of a percent of the commission")
    source = models.CharField(max_length=200)
    effective_from = models.DateTimeField()
    effective_to = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(rate_bps__lte=10_000), name="fee_tax_at_most_all"),
            CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="fee_tax_days_in_order",
            ),
        ]


class Performance(models.Model):
    """What became of a merchant's orders of the last half year (performing.py)."""

    merchant = models.OneToOneField(Merchant, models.CASCADE, primary_key=True)
    delivered = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()
    troubled = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(late__lte=F("delivered")) & Q(troubled__lte=F("ended")),
                name="performance_adds_up",
            )
        ]
