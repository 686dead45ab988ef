"""An auditor who keeps the books beside the marketplace: what every account, order and shelf must show, by plain arithmetic.

It asks no rule and no verb. It is told what was placed, at which prices, and what was done; whole numbers of cents, half up.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

HOUSE = UUID(int=0)
SILENCE = timedelta(days=15)  # an express parcel's buyer has so long
RESERVE_DAYS = 30

#: An account: its number in the chart, its owner, its currency.
type Account = tuple[int, UUID, str]


def share(amount: int, part: int, whole: int) -> int:
    """`part` of `whole` of an amount, half up; of whole numbers that are not negative."""
    return (2 * amount * part + whole) // (2 * whole)


@dataclass
class Line:
    """One line of an order as it was sold. taxes: each component by itself, since each is rounded by itself."""

    id: UUID
    variant: UUID
    quantity: int
    unit: int
    freight: int
    taxes: tuple[int, ...]
    sent: int = 0
    back: int = 0
    is_freed: bool = False

    @property
    def unsent(self) -> int:
        return 0 if self.is_freed else self.quantity - self.sent


@dataclass
class Order:
    """One order: its state, and what of the buyer's money is where."""

    id: UUID
    purchase: "Purchase"
    merchant: UUID
    goods: int
    freight: int
    tax: int
    commission: int
    lines: list[Line]
    state: str = "placed"
    released: int = 0
    refunded: int = 0  # of goods and freight
    refunded_tax: int = 0
    is_wanted: bool = True  # nobody cancelled it
    due: datetime | None = None
    received: datetime | None = None
    was_paid: bool = False
    came_from: str = ""
    disputed: datetime | None = None
    parcels: list[str] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.goods + self.freight - self.refunded

    @property
    def tax_left(self) -> int:
        return self.tax - self.refunded_tax

    @property
    def all_left(self) -> int:
        """What the buyer paid for it and has not back."""
        return self.left + self.tax_left

    def commission_gone(self, refunded: int) -> int:
        """What of the commission falls away when so much went back: pro rata of the goods, all of it at the most."""
        return share(self.commission, min(refunded, self.goods), self.goods)

    def worth(self, counts: dict[UUID, int]) -> tuple[int, int, int]:
        """Goods, freight and taxes of so many of its lines."""
        goods = freight = tax = 0
        for line in self.lines:
            if count := counts.get(line.id, 0):
                goods += line.unit * count
                freight += share(line.freight, count, line.quantity)
                tax += sum(share(each, count, line.quantity) for each in line.taxes)
        return goods, freight, tax


@dataclass
class Purchase:
    """One payment for some orders."""

    id: UUID
    total: int
    currency: str
    expires: datetime
    orders: list[Order] = field(default_factory=list)
    state: str = "pending"
    payment: str = "pending"


@dataclass
class Kept:
    """What is kept in reserve of one order."""

    merchant: UUID
    order: UUID
    release_on: date
    left: int


@dataclass
class Chargeback:
    """Money that a buyer's bank took back, until it is decided; what of it falls on each order."""

    id: UUID
    purchase: Purchase
    amount: int
    shares: list[tuple[Order, int]]
    state: str = "opened"


class Auditor:
    """The books as they must be. `balances` are debits less credits."""

    def __init__(self) -> None:
        self.balances: Counter[Account] = Counter()
        self.purchases: list[Purchase] = []
        self.orders: list[Order] = []
        self.reserves: list[Kept] = []
        self.chargebacks: list[Chargeback] = []
        self.on_hand: Counter[UUID] = Counter()
        self.reserved: Counter[UUID] = Counter()

    def move(
        self, debit: tuple[int, UUID], credit: tuple[int, UUID], amount: int, currency: str = "CNY"
    ) -> None:
        """A transfer."""
        self.balances[(*debit, currency)] += amount
        self.balances[(*credit, currency)] -= amount

    def owed_to(self, merchant: UUID, number: int = 2200, currency: str = "CNY") -> int:
        """What is payable to a merchant, or kept in reserve (2210)."""
        return -self.balances[(number, merchant, currency)]

    def is_owed(self, merchant: UUID) -> bool:
        return any(self.owed_to(merchant, currency=currency) for currency in ("CNY", "USD"))

    def can_have(self, wanted: Counter[UUID]) -> bool:
        return all(self.on_hand[key] - self.reserved[key] >= count for key, count in wanted.items())

    def placed(self, purchase: Purchase) -> None:
        self.purchases.append(purchase)
        self.orders += purchase.orders
        for order in purchase.orders:
            self._hold(order)

    def _hold(self, order: Order) -> None:
        for line in order.lines:
            self.reserved[line.variant] += line.unsent

    def _free(self, order: Order) -> None:
        for line in order.lines:
            self.reserved[line.variant] -= line.unsent
            line.is_freed = True

    def captured(self, purchase: Purchase, fee: int) -> None:
        """Money came. What is not for an order that stands, or stands again, goes back at once."""
        if purchase.payment not in ("pending", "needs_action"):
            return
        purchase.payment = "captured"
        if purchase.state == "expired":
            self._revive(purchase)
        unwanted = purchase.total
        if purchase.state in ("pending", "needs_action"):
            purchase.state = "paid"
            for order in purchase.orders:
                if order.state == "placed":
                    order.state, order.was_paid = "paid", True
                    unwanted -= order.left + order.tax
                    self.move((1100, HOUSE), (2100, order.id), order.left)
                    self.move((1100, HOUSE), (2400, order.id), order.tax)
        self.move((6100, HOUSE), (1100, HOUSE), fee)
        self.move((1100, HOUSE), (2300, purchase.id), unwanted)
        self.move((2300, purchase.id), (1100, HOUSE), unwanted)

    def _revive(self, purchase: Purchase) -> None:
        orders = [order for order in purchase.orders if order.is_wanted]
        wanted: Counter[UUID] = Counter()
        for order in orders:
            for line in order.lines:
                wanted[line.variant] += line.quantity
        if orders and self.can_have(wanted):
            purchase.state = "pending"
            for order in orders:
                order.state = "placed"
                for line in order.lines:
                    line.is_freed = False
                self._hold(order)

    def told(self, purchase: Purchase, payment: str) -> None:
        """The provider says `declined` or `needs_action`."""
        if purchase.payment not in ("pending", "needs_action") or purchase.payment == payment:
            return
        purchase.payment = payment
        if payment == "declined" and purchase.state in ("pending", "needs_action"):
            self._unpaid(purchase, "declined")
        elif payment == "needs_action" and purchase.state == "pending":
            purchase.state = "needs_action"

    def expired(self, now: datetime) -> None:
        for purchase in self.purchases:
            if purchase.state in ("pending", "needs_action") and purchase.expires <= now:
                self._unpaid(purchase, "expired")

    def _unpaid(self, purchase: Purchase, state: str) -> None:
        purchase.state = state
        for order in purchase.orders:
            if order.state == "placed":
                order.state = "cancelled"
                self._free(order)

    def cancelled(self, order: Order, now: datetime) -> None:
        was, unsent = order.state, {line.id: line.unsent for line in order.lines}
        order.state = "shipped" if was == "part_shipped" else "cancelled"
        order.is_wanted = False
        self._free(order)
        if was == "paid":
            self._give_back(order, order.left, order.tax_left)
        elif was == "part_shipped":
            goods, freight, tax = order.worth(unsent)
            self._give_back(order, min(goods + freight, order.left), min(tax, order.tax_left))
            order.due = now + SILENCE
        purchase = order.purchase
        is_over = all(each.state == "cancelled" for each in purchase.orders)
        if is_over and purchase.state in ("pending", "needs_action", "paid"):
            purchase.state = "cancelled"

    def shipped(self, order: Order, counts: dict[UUID, int], parcel: str, now: datetime) -> None:
        for line in order.lines:
            count = counts.get(line.id, 0)
            line.sent += count
            self.on_hand[line.variant] -= count
            self.reserved[line.variant] -= count
        order.parcels.append(parcel)
        order.state = "part_shipped" if any(line.unsent for line in order.lines) else "shipped"
        if order.state == "shipped":
            order.due = now + SILENCE

    def received(self, order: Order, now: datetime) -> None:
        """The escrow is the merchant's, less the commission; half of it at most pays a debt, and a tenth is kept."""
        order.state, order.due, order.received = "completed", None, now
        held = order.released = order.left
        commission = order.commission - order.commission_gone(order.refunded)
        net = held - commission
        merchant = order.merchant
        self.move((2100, order.id), (2200, merchant), net)
        self.move((2100, order.id), (4100, HOUSE), commission)
        debt = min(self.balances[(1300, merchant, "CNY")], net // 2)
        self.move((2200, merchant), (1300, merchant), debt)
        if kept := min(share(net, 1, 10), net - debt):
            self.move((2200, merchant), (2210, merchant), kept)
            until = now.date() + timedelta(days=RESERVE_DAYS)
            self.reserves.append(Kept(merchant, order.id, until, kept))

    def silent(self, now: datetime) -> None:
        for order in self.orders:
            if order.due and order.due <= now and order.state in ("shipped", "delivered", "returned"):
                if self.is_contested(order):
                    order.due = now + timedelta(days=1)
                else:
                    self.received(order, now)

    def refunded(self, order: Order, amount: int) -> None:
        self._give_back(order, amount, 0)
        if amount and not order.left:
            order.state, order.due = "refunded", None

    def _give_back(self, order: Order, amount: int, tax: int) -> None:
        if order.released:
            before = order.refunded
            commission = order.commission_gone(before + amount) - order.commission_gone(before)
            self.move((4190, HOUSE), (1100, HOUSE), commission)
            self.draw(order.merchant, amount - commission, (1100, HOUSE))
        else:
            self.move((2100, order.id), (1100, HOUSE), amount)
            self.move((2400, order.id), (1100, HOUSE), tax)
        order.refunded += amount
        order.refunded_tax += tax

    def draw(self, merchant: UUID, amount: int, to: tuple[int, UUID]) -> None:
        """A merchant gives money back: what is payable, then its reserve, the oldest first, then a debt."""
        payable = min(amount, self.owed_to(merchant))
        reserve = min(amount - payable, self.owed_to(merchant, 2210))
        self.move((2200, merchant), to, payable)
        self.move((2210, merchant), to, reserve)
        self.move((1300, merchant), to, amount - payable - reserve)
        for kept in sorted(self.reserves, key=lambda kept: (kept.release_on, kept.order)):
            if kept.merchant == merchant:
                used = min(kept.left, reserve)
                kept.left, reserve = kept.left - used, reserve - used

    def taken_back(self, order: Order, lines: dict[UUID, tuple[int, int]], now: datetime) -> None:
        goods = 0
        for line in order.lines:
            count, damaged = lines.get(line.id, (0, 0))
            line.back += count
            self.on_hand[line.variant] += count - damaged
            goods += line.unit * count
        order.state = "returned"
        self.refunded(order, min(goods, order.left))
        if order.state == "returned" and not order.released:
            order.due = now + SILENCE

    def tax_due(self, order: Order) -> int:
        """The tax on what came back or was never sent, unless nothing came back at all."""
        if not any(line.back for line in order.lines):
            return 0
        gone = {line.id: line.quantity - line.sent + line.back for line in order.lines}
        return min(order.worth(gone)[2] - order.refunded_tax, order.tax_left)

    def tax_refunded(self, order: Order, tax: int) -> None:
        self.move((2400, order.id), (1100, HOUSE), tax)
        order.refunded_tax += tax

    def contestable(self, purchase: Purchase) -> int:
        """How much of a purchase the buyer's bank could still take back."""
        paid = sum(order.all_left for order in purchase.orders if order.was_paid)
        return paid - sum(
            c.amount for c in self.chargebacks if c.purchase is purchase and c.state == "opened"
        )

    def contested(self, chargeback_id: UUID, purchase: Purchase, amount: int, fee: int) -> None:
        """A chargeback is opened: over the orders that were paid, by what each has left, the largest remainders first."""
        orders = sorted((order for order in purchase.orders if order.was_paid), key=lambda order: order.id)
        whole = sum(order.all_left for order in orders)
        parts = [amount * order.all_left // whole for order in orders]
        rests = sorted(range(len(orders)), key=lambda i: (-(amount * orders[i].all_left % whole), i))
        for i in rests[: amount - sum(parts)]:
            parts[i] += 1
        shares = [(order, part) for order, part in zip(orders, parts, strict=True) if part]
        self.chargebacks.append(Chargeback(chargeback_id, purchase, amount, shares))
        self.move((1350, chargeback_id), (1100, HOUSE), amount)
        self.move((6200, HOUSE), (1100, HOUSE), fee)

    def won(self, chargeback: Chargeback) -> None:
        chargeback.state = "won"
        self.move((1100, HOUSE), (1350, chargeback.id), chargeback.amount)

    def lost(self, chargeback: Chargeback) -> None:
        """What an order still holds pays its share first, then its merchant; never more than the buyer has not back."""
        chargeback.state = "lost"
        disputed, house = (1350, chargeback.id), chargeback.amount
        for order, part in chargeback.shares:
            owed = min(part, order.all_left)
            from_escrow = min(owed, -self.balances[(2100, order.id, "CNY")])
            from_tax = min(owed - from_escrow, order.tax_left) if order.state == "paid" else 0
            self.move((2100, order.id), disputed, from_escrow)
            self.move((2400, order.id), disputed, from_tax)
            self.draw(order.merchant, owed - from_escrow - from_tax, disputed)
            house -= owed
            if owed and owed == order.all_left:
                order.state = "refunded"
                self._free(order)
            goods = min(owed, order.left)
            order.refunded += goods
            order.refunded_tax += owed - goods
        self.move((6300, HOUSE), disputed, house)

    def is_contested(self, order: Order) -> bool:
        """Whether a chargeback of it is not decided."""
        return any(order is each for c in self.chargebacks if c.state == "opened" for each, _ in c.shares)

    def is_claimed(self, merchant: UUID) -> bool:
        """Whether somebody claims money that was released to this merchant, or may have to come from it."""
        disputed = any(o.merchant == merchant and o.state == "disputed" and o.released for o in self.orders)
        return disputed or any(o.merchant == merchant and self.is_contested(o) for o in self.orders)

    def reserves_released(self, now: datetime) -> None:
        for kept in self.reserves:
            if kept.release_on > now.date() or not kept.left:
                continue
            if self.is_claimed(kept.merchant):
                kept.release_on = now.date() + timedelta(days=1)
            else:
                self.move((2210, kept.merchant), (2200, kept.merchant), kept.left)
                kept.left = 0
