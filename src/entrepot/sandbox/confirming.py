"""The buyer's answer on the confirmation page: once, whichever button was pressed first; and nobody's, when it is given up."""

from uuid import UUID

from django.db import transaction

from entrepot.kit import clock
from entrepot.sandbox import rules
from entrepot.sandbox.models import Charge, ChargeState
from entrepot.sandbox.telling import hook, tell


def answer(charge_id: UUID, *, confirmed: bool) -> Charge:
    """Capture the charge, or decline it, and tell of it. Charges that were answered before stay as they are.

    Raises Charge.DoesNotExist.
    """
    at = clock.now()
    with transaction.atomic():
        charge = Charge.objects.locked().get(pk=charge_id)
        if charge.state != ChargeState.NEEDS_ACTION:
            return charge
        charge.state = ChargeState.CAPTURED if confirmed else ChargeState.DECLINED
        if confirmed:
            charge.fee_minor = rules.fee_of(charge.amount).minor
        charge.save(update_fields=["state", "fee_minor"])
        # A provider that asks the buyer tells of both steps; only the second is money.
        tags = ["charge.authorised", "charge.captured"] if confirmed else ["charge.declined"]
        tell(
            [
                hook(
                    tag,
                    at=at,
                    key=charge.key,
                    charge_id=charge.pk,
                    amount=charge.amount,
                    fee=charge.fee_minor,
                )
                for tag in tags
            ]
        )
    return charge


def give_up(*, key: UUID) -> None:
    """Whoever asked for this charge wants it no more: the buyer can no longer confirm it. One that was answered stays so."""
    with transaction.atomic():
        charge = Charge.objects.locked().filter(key=key, state=ChargeState.NEEDS_ACTION).first()
        if charge is not None:
            charge.state = ChargeState.DECLINED
            charge.save(update_fields=["state"])
