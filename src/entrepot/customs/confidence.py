"""How sure we are of a row; every row says so."""

from django.db.models import TextChoices


class Confidence(TextChoices):
    """How sure we are of a row."""

    SOURCED = "sourced"  # read in a source, which the row names
    KNOWN = "known"  # general knowledge, believed right
    UNSURE = "unsure"  # general knowledge, to be verified before it is relied on
    RECOMMENDED = "recommended"  # our own default, not a law
    DEMO = "demo"  # good enough to show the demo's goods; gives way to any other row
