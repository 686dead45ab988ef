"""Members of a business and their roles."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from entrepot.identity import joining, queries
from entrepot.identity.roles import Role
from entrepot.kit.errors import DomainError
from entrepot.web.account.forms import MemberForm
from entrepot.web.account.visiting import person


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest, business_id: UUID) -> HttpResponse:
    """Who is in, and for owners: one more."""
    by = person(request)
    business = queries.business(business_id, by=by)
    form = MemberForm(request.POST or None)
    if form.is_valid():
        try:
            joining.add_member(business_id, **form.cleaned_data, by=by)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new member can begin at once."))
            return redirect("account:members", business_id)
    context = {"business": business, "members": queries.members(business_id, by=by), "form": form}
    return render(
        request, "account/members.html", context | {"roles": Role.choices}, status=422 if form.errors else 200
    )


@require_POST
def role(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Another role for a member."""
    by = person(request)
    business_id, _member = queries.member(member_id, by=by)
    try:
        joining.change_role(member_id, role=request.POST.get("role", ""), by=by)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The role is changed."))
    return redirect("account:members", business_id)


@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest, member_id: UUID) -> HttpResponse:
    """Take a member out, or leave, after a second look."""
    by = person(request)
    business_id, member = queries.member(member_id, by=by)
    if request.method == "POST":
        try:
            joining.remove_member(member_id, by=by)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("account:members", business_id)
        messages.success(request, _("Done. This person is not a member any more."))
        return redirect("account:businesses") if member.is_you else redirect("account:members", business_id)
    context = {"business": queries.business(business_id, by=by), "member": member}
    return render(request, "account/member_removal.html", context)
