"""API keys of a person. A new secret is in the answer to its form and nowhere else: no redirect, no session, no cache."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entrepot.identity import keying, queries
from entrepot.kit.errors import DomainError, NotFound
from entrepot.web.account.forms import SCOPE_WORDS, KeyForm
from entrepot.web.account.visiting import person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The keys, and a new one with its secret, this once."""
    by = person(request)
    form = KeyForm(request.POST or None, is_operator=by.is_operator)
    secret = ""
    if form.is_valid():
        try:
            _key, secret = keying.create_api_key(**form.cleaned_data, by=by)
            form = KeyForm(is_operator=by.is_operator)
        except DomainError as refusal:
            form.refuse(refusal)
    keys = [
        {"key": key, "scopes": [SCOPE_WORDS.get(scope, scope) for scope in key.scopes]}
        for key in queries.api_keys(by)
    ]
    context = {"form": form, "keys": keys, "secret": secret}
    return render(request, "account/keys.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def revocation(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """End a key, after a second look."""
    by = person(request)
    key = next((one for one in queries.api_keys(by) if one.id == key_id), None)
    if key is None:
        raise NotFound
    if request.method == "POST":
        keying.revoke_api_key(key_id, by=by)
        messages.success(request, _("The key has ended."))
        return redirect("account:keys")
    return render(request, "account/key_revocation.html", {"key": key})
