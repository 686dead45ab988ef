"""POST /webhooks/<provider>, /webhooks/banks/<bank>."""

import logging

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from entrepot.api.errors import problem
from entrepot.kit.errors import DomainError, NotFound
from entrepot.payments import webhooks
from entrepot.payments.banks import BankUnknown
from entrepot.payments.paying_out import sending
from entrepot.payments.providers import ProviderUnknown
from entrepot.trade.hearing import hear

log = logging.getLogger(__name__)


@csrf_exempt
@require_POST
def deliver(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a provider's message: 200 when it is kept, now or before; a problem document when it cannot be.

    It is applied at once, so that a buyer need not wait. Where that fails the provider is thanked all the same: the message is
    kept, and the dispatcher applies it.
    """
    try:
        message = webhooks.receive(provider, headers=dict(request.headers), body=request.body)
    except ProviderUnknown:
        return problem(NotFound(), request)
    except DomainError as refusal:
        return problem(refusal, request)
    if message is not None:
        try:
            hear([message])
        except Exception:
            log.exception("what %s told could not be applied at once", provider)
    return JsonResponse({"received": True})


@csrf_exempt
@require_POST
def deliver_bank(request: HttpRequest, bank: str) -> HttpResponse:
    """Take a bank's message about a payout: 200 when it is applied, now or before; a problem document when it cannot be."""
    try:
        sending.receive(bank, headers=dict(request.headers), body=request.body)
    except BankUnknown:
        return problem(NotFound(), request)
    except DomainError as refusal:
        return problem(refusal, request)
    return JsonResponse({"received": True})
