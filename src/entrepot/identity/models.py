"""Tables of people, businesses, membership, keys and personal data."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from entrepot.identity.roles import Role
from entrepot.kit import clock
from entrepot.kit.actor import Actor
from entrepot.kit.ids import new_id
from entrepot.kit.sealing import seal, unseal


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").lower())

    def locked(self) -> "models.QuerySet[Person]":
        """For one change at a time of what belongs to a person."""
        return self.select_for_update().order_by("pk")


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do comes from memberships, and from `is_operator` for those who run the place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("E-mail"), unique=True)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    locale = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name or self.email


class BusinessKind(models.TextChoices):
    TRADER = "trader", _("Trader")  # may ask to sell
    OPERATOR = (
        "operator",
        _("Operator"),
    )  # runs the marketplace; the schema keeps it from ever being a merchant


class BusinessQuerySet(models.QuerySet["Business"]):
    def visible_to(self, actor: Actor) -> "BusinessQuerySet":
        if actor.is_operator or actor.is_system:
            return self
        return self.filter(pk__in=list(actor.memberships))

    def locked(self) -> "BusinessQuerySet":
        """For one change at a time of who is a member."""
        return self.select_for_update().order_by("pk")


class Business(models.Model):
    """A legal entity. Approved by the operator it becomes a Merchant, with the same id."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=10, choices=BusinessKind, default=BusinessKind.TRADER)
    legal_name = models.CharField(_("Legal name"), max_length=200)
    country = models.CharField(_("Country"), max_length=2)
    registration_number = models.CharField(_("Registration number"), max_length=40, blank=True)
    street = models.CharField(_("Street"), max_length=200, blank=True)
    city = models.CharField(_("City"), max_length=100, blank=True)
    region = models.CharField(_("State"), max_length=100, blank=True)
    postal_code = models.CharField(_("Postal code"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = BusinessQuerySet.as_manager()

    class Meta:
        constraints = [
            # The target of merchants_merchant's composite key: only a trader can be one.
            UniqueConstraint(fields=["id", "kind"], name="business_id_kind"),
            CheckConstraint(condition=Q(kind__in=BusinessKind.values), name="business_kind_known"),
        ]

    def __str__(self) -> str:
        return self.legal_name


class Member(models.Model):
    """A person's role in a business."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    business = models.ForeignKey(Business, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["business", "person"], name="one_role_in_a_business"),
            CheckConstraint(condition=Q(role__in=Role.values), name="member_role_known"),
        ]


class ApiKey(models.Model):
    """A program's way in, on behalf of a person: only a hash of the secret is kept, and only the scopes it was given work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = models.BinaryField(unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class PersonalRecord(models.Model):
    """Names, addresses and ID numbers of one delivery or one account, sealed; everything else carries this row's id.

    Erasing a person is emptying these rows: orders, money and statistics stay whole without them.
    """

    PURPOSE = "personal_record"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(null=True)
    sealed = models.BinaryField(null=True)
    id_hash = models.BinaryField(null=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person_id", "-created_at"],
                name="record_of_person",
                condition=Q(person_id__isnull=False),
            )
        ]

    @property
    def content(self) -> dict[str, Any]:
        """The personal data, opened; empty once erased."""
        return unseal(bytes(self.sealed), purpose=self.PURPOSE) if self.sealed else {}

    @classmethod
    def sealing(cls, content: dict[str, Any]) -> bytes:
        return seal(content, purpose=cls.PURPOSE)


class SavedAddress(models.Model):
    """An address a person keeps for the next purchase: a name for it beside the sealed record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="addresses")
    record = models.ForeignKey(PersonalRecord, models.CASCADE)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)


class Consent(models.Model):
    """What a person (or the guest of one record) agreed to, in which words' version, and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=clock.now)
