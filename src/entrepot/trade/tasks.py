"""What trade does after commit, told by the dispatcher."""

from uuid import UUID

from entrepot.kit.events import listen
from entrepot.kit.models import Event
from entrepot.payments import webhooks
from entrepot.trade.hearing import hear_each


@listen("payment.told")
def hear_providers(events: list[Event]) -> None:
    """Apply what was kept and, because a process died, perhaps never applied."""
    hear_each(webhooks.kept(UUID(event.facts["delivery"]) for event in events))
