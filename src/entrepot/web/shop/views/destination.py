"""Where goods are to be sent: a choice kept in the session, as prices depend on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from entrepot.web.shop.reading import COUNTRIES, DESTINATION


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the country and go back to where it was chosen."""
    country = request.POST.get("country", "")
    if country in COUNTRIES:
        request.session[DESTINATION] = country
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "shop:home")
