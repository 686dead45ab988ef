"""Where goods are to be sent: a choice kept in the session, as prices depend on it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from entrepot.web.shop.reading import COUNTRIES, DESTINATION, way_back


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the country and go back to where it was chosen."""
    country = request.POST.get("country", "")
    if country in COUNTRIES:
        request.session[DESTINATION] = country
    return HttpResponseRedirect(way_back(request, request.POST.get("next", ""), "shop:home"))
