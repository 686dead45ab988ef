"""Tables of the catalogue."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from entrepot.kit import clock
from entrepot.kit.actor import Actor, Permission
from entrepot.kit.ids import new_id
from entrepot.kit.money import money


class Category(models.Model):
    """A place in the marketplace's own tree: `beauty` or `beauty/skincare`. Merchants' own tags and types map into it."""

    slug = models.CharField(primary_key=True, max_length=60)
    name = models.CharField(max_length=80)
    name_zh = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveSmallIntegerField(default=0)


class Source(models.TextChoices):
    """Where a product's identity comes from, so that the next upload of the same shop finds it again."""

    OWN = "own", _("Written here")
    SHOPIFY = "shopify", "Shopify"
    WOOCOMMERCE = "woocommerce", "WooCommerce"


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> "ProductQuerySet":
        """Published now, by a merchant that may sell now."""
        return self.filter(is_published(), merchant__in=_selling_merchants())

    def drafts(self) -> "ProductQuerySet":
        """Not published now."""
        return self.filter(~is_published())

    def published(self) -> "ProductQuerySet":
        """Published now, whether or not its merchant may sell now."""
        return self.filter(is_published())

    def visible_to(self, actor: Actor) -> "ProductQuerySet":
        """What is on sale, to everybody; drafts to those who keep that business's catalogue, and to the operator."""
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(
            Q(merchant__in=actor.businesses(Permission.CATALOGUE))
            | (is_published() & Q(merchant__in=_selling_merchants()))
        )

    def editable_by(self, actor: Actor) -> "ProductQuerySet":
        """What this caller may change: the catalogue of its own businesses, never the operator's to touch."""
        return self if actor.is_system else self.filter(merchant__in=actor.businesses(Permission.CATALOGUE))

    def locked(self) -> "ProductQuerySet":
        """These rows, held against every other writer until the transaction ends, in the order in which all lock them."""
        return self.select_for_update(of=("self",)).order_by("pk")


def is_published() -> Exists:
    """For a filter on products: whether one is published now."""
    return Exists(Publication.objects.filter(product=OuterRef("pk"), withdrawn_at__isnull=True))


def _selling_merchants() -> models.QuerySet[Any, Any]:
    return apps.get_model("merchants", "Merchant").objects.selling().values("pk")


class Product(models.Model):
    """What a merchant offers; what is bought is one of its variants.

    `hs8`, `origin` and the net content are what customs asks; empty means not known yet, which keeps it from being sold to China.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey("merchants.Merchant", models.CASCADE, related_name="products")
    source = models.CharField(max_length=12, choices=Source, default=Source.OWN)
    source_key = models.CharField(max_length=255)
    title = models.CharField(pgettext_lazy("product", "Name"), max_length=255)
    text = models.TextField(_("Description"), blank=True)
    title_zh = models.CharField(_("Name in Chinese"), max_length=255, blank=True)
    text_zh = models.TextField(_("Description in Chinese"), blank=True)
    brand = models.CharField(_("Brand"), max_length=120, blank=True)
    category = models.ForeignKey(Category, models.SET_NULL, null=True, blank=True, related_name="products")
    tags = models.JSONField(default=list)
    option_names = models.JSONField(default=list)
    option_names_zh = models.JSONField(default=list)
    hs8 = models.CharField(_("HS code"), max_length=8, blank=True)
    origin = models.CharField(_("Country of origin"), max_length=2, blank=True)
    net_content = models.DecimalField(
        _("Net content"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    net_unit = models.CharField(_("Unit"), max_length=8, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["merchant", "source", "source_key"], name="one_product_a_source_key"),
            CheckConstraint(
                condition=Q(net_content__isnull=True) | Q(net_content__gt=0), name="net_content_positive"
            ),
        ]
        indexes = [models.Index(fields=["merchant", "-id"], name="product_of_merchant")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return any(publication.withdrawn_at is None for publication in self.publications.all())


class Publication(models.Model):
    """Who put a product on sale, when, and when it was taken off again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="publications")
    by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["product"], condition=Q(withdrawn_at__isnull=True), name="one_live_publication"
            )
        ]


class Variant(models.Model):
    """What has a price and a stock. Identity within the product is its option values; the SKU is optional."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="variants")
    merchant_id = models.UUIDField()
    source_key = models.CharField(max_length=255, blank=True)
    sku = models.CharField(_("SKU"), max_length=80, blank=True)
    barcode = models.CharField(_("Barcode"), max_length=32, blank=True)
    options = models.JSONField(default=list)
    options_zh = models.JSONField(default=list)
    price_minor = models.BigIntegerField()
    was_minor = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    weight_grams = models.PositiveIntegerField(_("Weight in grams"), null=True, blank=True)
    pieces = models.PositiveIntegerField(default=1)
    position = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)

    price = money("price_minor", "currency")
    was = money("was_minor", "currency")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            CheckConstraint(condition=Q(price_minor__gte=0), name="price_not_negative"),
            UniqueConstraint(fields=["product", "options"], name="one_variant_an_option_set"),
        ]
        indexes = [models.Index(fields=["merchant_id", "sku"], name="variant_by_sku", condition=~Q(sku=""))]

    @property
    def name(self) -> str:
        return " / ".join(self.options)


class PriceTier(models.Model):
    """From this quantity on, this unit price (trade rules 3.2): quantities rise strictly, prices never rise."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="tiers")
    quantity_min = models.PositiveIntegerField()
    price_minor = models.BigIntegerField()

    class Meta:
        ordering = ["quantity_min"]
        constraints = [
            UniqueConstraint(fields=["variant", "quantity_min"], name="one_tier_a_quantity"),
            CheckConstraint(condition=Q(price_minor__gte=0) & Q(quantity_min__gte=1), name="tier_positive"),
        ]


class Picture(models.Model):
    """A picture of the goods, cleaned and scaled by us; `path` and `path_small` lie in the media folder, named by content."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="pictures")
    variant = models.ForeignKey(Variant, models.SET_NULL, null=True, related_name="pictures")
    path = models.CharField(max_length=120)
    path_small = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(_("What the picture shows"), max_length=255, blank=True)
    alt_zh = models.CharField(max_length=255, blank=True)
    source_url = models.CharField(max_length=1000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class WantedPicture(models.Model):
    """A picture that lies at somebody else's address, as a file named it; fetched later, or kept with why it could not be."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    product = models.ForeignKey(Product, models.CASCADE, related_name="wanted_pictures")
    variant = models.ForeignKey(Variant, models.SET_NULL, null=True, related_name="wanted_pictures")
    source_url = models.CharField(max_length=1000)
    alt = models.CharField(max_length=255, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)  # the code of what went wrong
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [UniqueConstraint(fields=["product", "source_url"], name="one_wish_an_address")]


class ImportState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("of an import", "Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Refused")


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, actor: Actor) -> "ImportQuerySet":
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(merchant_id__in=actor.businesses(Permission.CATALOGUE))

    def locked(self) -> "ImportQuerySet":
        """These rows, held against another worker that runs the same import."""
        return self.select_for_update(of=("self",)).order_by("pk")


class Import(models.Model):
    """One upload of a merchant's product file: how far it is, and what became of every row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey("merchants.Merchant", models.CASCADE, related_name="imports")
    by_id = models.UUIDField(null=True)
    file_name = models.CharField(max_length=255)
    file_path = models.CharField(max_length=255)
    encoding = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.WAITING)
    problem = models.TextField(blank=True)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    objects = ImportQuerySet.as_manager()


class ImportRow(models.Model):
    """What became of one row of the file. `message` is a sentence's code and facts, told in the reader's language."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Import, models.CASCADE, related_name="outcomes")
    row = models.PositiveIntegerField()
    handle = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=10)  # taken, changed, unchanged, refused
    column = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    product_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="outcome_by_row")]


class FileCount(models.Model):
    """The stock count the last file gave a variant: a next import writes a count only where the file's number differs from it."""

    variant = models.OneToOneField(Variant, models.CASCADE, primary_key=True, related_name="file_count")
    quantity = models.IntegerField()


class FileCopy(models.Model):
    """What the last file said of a product, so that the next one writes only what it says differently.

    That is why a second upload changes nothing, and why a price, a weight or a text mended in the browser outlives it.
    """

    product = models.OneToOneField(Product, models.CASCADE, primary_key=True, related_name="file_copy")
    values = models.JSONField()
    digest = models.BinaryField(max_length=16)


class PriceChangeQuerySet(models.QuerySet["PriceChange"]):
    def visible_to(self, actor: Actor) -> "PriceChangeQuerySet":
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(merchant_id__in=actor.businesses(Permission.CATALOGUE))

    def locked(self) -> "PriceChangeQuerySet":
        """These rows, held against another who takes the same change back."""
        return self.select_for_update(of=("self",)).order_by("pk")


class PriceChange(models.Model):
    """Many prices changed by one percentage in one deed; its lines keep what they were, so that it can be taken back.

    `ending`: the minor units that each price then ends in (99 for 12.99), None where it is only rounded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merchant = models.ForeignKey("merchants.Merchant", models.CASCADE, related_name="price_changes")
    by_id = models.UUIDField(null=True)
    percent = models.DecimalField(max_digits=6, decimal_places=2)
    ending = models.PositiveSmallIntegerField(null=True)
    variants = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True)
    restored = models.PositiveIntegerField(default=0)

    objects = PriceChangeQuerySet.as_manager()


class PriceChangeLine(models.Model):
    """One price of a change: the variant's own (quantity_min 0), or that of its step from this quantity on."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(PriceChange, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="price_lines")
    quantity_min = models.PositiveIntegerField(default=0)
    before_minor = models.BigIntegerField()
    after_minor = models.BigIntegerField()
    was_before_minor = models.BigIntegerField(null=True)
    was_after_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["change", "variant", "quantity_min"], name="one_line_a_price"),
        ]
