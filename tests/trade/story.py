"""What the tests of trade do and look at again and again."""

from uuid import UUID

from entrepot.kit.actor import SYSTEM, Actor
from entrepot.kit.ids import new_id
from entrepot.kit.money import Money
from entrepot.ledger import audit
from entrepot.payments.providers import Captured, Declined
from entrepot.stock.models import Level
from entrepot.trade.answers import Placed, Refused
from entrepot.trade.flow import OrderState, PurchaseState
from entrepot.trade.models import Order, Purchase
from entrepot.trade.paying import Settled, Settlement, settle
from entrepot.trade.placing import place
from tests.market import Wish


def placed(wish: Wish) -> Placed:
    [answer] = place([wish.request()], by=SYSTEM)
    assert isinstance(answer, Placed), answer
    return answer


def refusal(wish: Wish) -> Refused:
    [answer] = place([wish.request()], by=SYSTEM)
    assert isinstance(answer, Refused), answer
    return answer


def refused(wish: Wish) -> str:
    """The code with which a wish is refused."""
    return refusal(wish).error.code


def capture(purchase_id: UUID, *, fee: int = 0, currency: str = "CNY") -> Settled:
    [settled] = settle([Settlement(purchase_id, Captured("ref", Money(fee, currency)))], by=SYSTEM)
    return settled


def decline(purchase_id: UUID) -> Settled:
    [settled] = settle([Settlement(purchase_id, Declined("ref"))], by=SYSTEM)
    return settled


def paid(wish: Wish) -> Placed:
    """A purchase that is placed and paid."""
    answer = placed(wish)
    capture(answer.purchase_id, currency=wish.currency)
    return answer


def buyer() -> Actor:
    return Actor(id=new_id())


def state(purchase_id: UUID) -> PurchaseState:
    return PurchaseState(Purchase.objects.get(pk=purchase_id).state)


def order_states(purchase_id: UUID) -> list[OrderState]:
    """The states of its orders, in the order of their ids."""
    rows = Order.objects.filter(purchase_id=purchase_id).order_by("pk").values_list("state", flat=True)
    return [OrderState(each) for each in rows]


def stock(variant_id: UUID) -> tuple[int, int]:
    """On hand, and reserved of it."""
    level = Level.objects.get(variant_id=variant_id)
    return level.on_hand, level.reserved


def broken() -> list[str]:
    """The promises that do not hold."""
    return [result.check.name for result in audit.run() if not result.ok]
