"""How search says no."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from entrepot.kit.errors import DomainError


class PageUnknown(DomainError):
    """The token of a page is not one that was given out for such a search."""

    code = "search.page_unknown"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = _("This page of results cannot be found. Please start again from the first page.")


class Rebuilding(DomainError):
    """Two rebuilds at once would each remove what the other builds."""

    code = "search.rebuilding"
    sentence = _("The search index is being built at the moment. Please wait until that has ended.")
