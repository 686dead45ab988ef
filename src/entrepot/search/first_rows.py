"""What search is filled with before anybody uses it: the glossary that comes with us."""

from entrepot.kit.actor import SYSTEM
from entrepot.search import glossary
from entrepot.search.models import Term


def load() -> int:
    """Our terms as they are in this version; how many there are."""
    return glossary.load(glossary.ours(), Term.Origin.OURS, by=SYSTEM)
