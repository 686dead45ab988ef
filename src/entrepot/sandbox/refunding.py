"""Giving captured money back: never more than was taken, and once for each key."""

import time
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from entrepot.kit import clock
from entrepot.kit.money import Money
from entrepot.sandbox.errors import ChargeUnknown, KeyReused, RefundTooMuch, TimedOut
from entrepot.sandbox.models import Charge, ChargeState, Repayment
from entrepot.sandbox.telling import hook, tell


def refund(*, key: UUID, charge_key: UUID, amount: Money, timeout: float) -> UUID:
    """Give `amount` of a charge back; the id of the repayment. Asking again with the same key gives nothing back again.

    Raises ChargeUnknown, KeyReused, RefundTooMuch, and TimedOut when the answer takes longer than `timeout` seconds.
    """
    repayment_id = _refund(key=key, charge_key=charge_key, amount=amount)
    connection.close()
    latency = settings.SANDBOX_LATENCY_MS / 1000
    time.sleep(min(latency, timeout))
    if latency > timeout:
        raise TimedOut(f"no answer within {timeout} s")
    return repayment_id


def _refund(*, key: UUID, charge_key: UUID, amount: Money) -> UUID:
    at = clock.now()
    with transaction.atomic():
        charge = Charge.objects.locked().filter(key=charge_key).first()
        if charge is None:
            raise ChargeUnknown(f"nothing was charged with {charge_key}")
        if before := Repayment.objects.filter(key=key).first():
            if (before.charge_id, before.amount_minor) != (charge.pk, amount.minor):
                raise KeyReused(f"{key} gave {before.amount_minor} back before, not {amount.minor}")
            return before.pk
        left = charge.amount_minor - charge.refunded_minor
        if (
            charge.state != ChargeState.CAPTURED
            or amount.currency != charge.currency
            or not 0 < amount.minor <= left
        ):
            raise RefundTooMuch(f"{left} of {charge.pk} ({charge.state}) can be given back, not {amount}")
        repayment = Repayment.objects.create(key=key, charge=charge, amount_minor=amount.minor, created_at=at)
        charge.refunded_minor += amount.minor
        if charge.refunded_minor == charge.amount_minor:
            charge.state = ChargeState.REFUNDED
        charge.save(update_fields=["refunded_minor", "state"])
        tell(
            [
                hook(
                    "refund.done",
                    at=at,
                    key=charge.key,
                    charge_id=charge.pk,
                    amount=amount,
                    refund=str(key),
                    reference=str(repayment.pk),
                )
            ]
        )
    return repayment.pk
