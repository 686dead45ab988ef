"""Who is calling. Built once at the edge (page, API key, worker) and passed as an argument to every verb and query."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from entrepot.kit.errors import SignInNeeded


class Caller(StrEnum):
    """The kinds of caller that a verb names in `allow`."""

    GUEST = "guest"  # nobody we know: no person, no key
    PERSON = "person"  # signed in, or an API key of a person
    MEMBER = "member"  # a person with a role in at least one business
    OPERATOR = "operator"  # runs the marketplace
    SYSTEM = "system"  # the worker, the importer from the command line, a provider's verified webhook


EVERYONE = frozenset(Caller)
SIGNED_IN = frozenset({Caller.PERSON, Caller.MEMBER, Caller.OPERATOR})


class Permission(StrEnum):
    """What a role in a business lets its holder do there; identity/roles.py says which role has which."""

    CATALOGUE = "catalogue"  # products, prices, stock, pictures
    FULFIL = "fulfil"  # see orders and addresses, ship
    MONEY = "money"  # statements, payouts
    MEMBERS = "members"  # invite and remove people, change the storefront


#: The scope that an API key needs for a permission of its person. Inviting people is done in person only.
_SCOPES = {
    Permission.CATALOGUE: "catalogue",
    Permission.FULFIL: "orders",
    Permission.MONEY: "orders",
    Permission.MEMBERS: "",
}


class Actor(Struct, frozen=True):
    """A caller and what it may see.

    id: the person, or None. memberships: permissions by business id. follows: purchases whose signed link was presented.
    scopes: None for a person at the pages (all of their own rights), else what the API key was given.
    """

    id: UUID | None = None
    memberships: Mapping[UUID, frozenset[Permission]] = msgspec.field(default_factory=dict)
    is_operator: bool = False
    is_system: bool = False
    guest_key: str = ""
    follows: frozenset[UUID] = frozenset()
    locale: str = "en"
    key_id: UUID | None = None
    scopes: frozenset[str] | None = None

    @property
    def kinds(self) -> frozenset[Caller]:
        """Every kind this caller is; a member is a person too."""
        if self.is_system:
            return frozenset({Caller.SYSTEM})
        if self.id is None:
            return frozenset({Caller.GUEST})
        kinds = {Caller.PERSON}
        if self.memberships:
            kinds.add(Caller.MEMBER)
        if self.is_operator:
            kinds.add(Caller.OPERATOR)
        return frozenset(kinds)

    @property
    def person(self) -> UUID:
        """The id of the person who calls; SignInNeeded when it is nobody, or the system."""
        if self.id is None:
            raise SignInNeeded
        return self.id

    @property
    def kind(self) -> str:
        """The one word by which events and steps name this caller."""
        return (
            "system"
            if self.is_system
            else "operator"
            if self.is_operator
            else "person"
            if self.id
            else "guest"
        )

    def has_scope(self, scope: str) -> bool:
        """Whether this caller was given `scope`; a person at the pages has them all."""
        return self.scopes is None or scope in self.scopes

    @property
    def buyer(self) -> UUID | None:
        """The person as a buyer, whose purchases are its own; None for nobody, and for a key that is not for purchases."""
        return self.id if self.has_scope("purchases") else None

    def may(self, permission: Permission, business_id: UUID) -> bool:
        """Whether this caller holds `permission` in that business. The operator holds none: it cannot sell."""
        if self.is_system:
            return True
        return permission in self.memberships.get(business_id, frozenset()) and self.has_scope(
            _SCOPES[permission]
        )

    def businesses(self, permission: Permission) -> list[UUID]:
        """The businesses in which this caller holds `permission`."""
        return [business for business in self.memberships if self.may(permission, business)]


SYSTEM = Actor(is_system=True)
ANONYMOUS = Actor()
