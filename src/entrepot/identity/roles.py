"""Roles are templates of permissions, joined to memberships; there is never a role per business (market.md, part 2, row 6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from entrepot.kit.actor import Permission


class Role(TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    CATALOGUER = "cataloguer", _("Catalogue editor")
    PACKER = "packer", _("Packer")
    ACCOUNTANT = "accountant", _("Accountant")


PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: frozenset({Permission.CATALOGUE, Permission.FULFIL, Permission.MONEY}),
    Role.CATALOGUER: frozenset({Permission.CATALOGUE}),
    Role.PACKER: frozenset({Permission.FULFIL}),
    Role.ACCOUNTANT: frozenset({Permission.MONEY}),
}
