"""People from the command line and the demo, who runs the marketplace, and what people say of themselves."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from entrepot.identity.errors import EmailTaken
from entrepot.identity.models import Person
from entrepot.identity.rules import LISTED, in_person, tidy
from entrepot.kit.actor import Actor, Caller
from entrepot.kit.errors import FieldError, Malformed, NotFound
from entrepot.kit.events import record
from entrepot.kit.verb import verb


@verb(allow={Caller.SYSTEM})
def create_person(
    *, email: str, password: str | None = None, name: str = "", locale: str = "en", by: Actor
) -> Person:
    """Somebody who can sign in at once: whoever runs the command vouches for the address.

    Without `password` they choose one by "forgotten password". Raises Malformed, EmailTaken.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        wrong = FieldError("email", _("This is not an e-mail address."))
        raise Malformed(fields=[wrong]) from error
    if Person.objects.filter(email=address).exists():
        raise EmailTaken(fields=[FieldError("email", EmailTaken.sentence)])
    person = Person.objects.create_user(address, password, name=tidy(name, 120), locale=locale)
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    record("person.created", person.pk, by=by)
    return person


@verb(allow={Caller.SYSTEM})
def make_operator(*, email: str, by: Actor) -> Person:
    """Let a person run the marketplace: only from the machine it runs on. Raises NotFound."""
    person = Person.objects.filter(email=email.strip().lower()).first()
    if person is None:
        raise NotFound
    person.is_operator = True
    person.save(update_fields=["is_operator"])
    record("person.made_operator", person.pk, by=by)
    return person


@verb(allow={Caller.PERSON})
def change_profile(*, name: str, locale: str, by: Actor) -> Person:
    """The caller's own name, and the language of mail to them. Raises OnlyInPerson, Malformed."""
    in_person(by)
    if locale not in dict(settings.LANGUAGES):
        raise Malformed(fields=[FieldError("locale", LISTED)])
    person = Person.objects.get(pk=by.person)
    person.name, person.locale = tidy(name, 120), locale
    person.save(update_fields=["name", "locale"])
    return person
