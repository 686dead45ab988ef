"""The market that `test_routes.py` walks through: two shops, their people, and things of theirs that others must not see."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from entrepot.catalog.models import Import, ImportState, Picture, PriceChange
from entrepot.identity import keying
from entrepot.identity.acting import SCOPES, actor_of_person
from entrepot.identity.models import ApiKey, Business, Member
from entrepot.identity.roles import Role
from entrepot.identity.saving import keep_address
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor
from entrepot.ledger.models import Transfer
from entrepot.merchants.models import Application, Merchant
from entrepot.payments import settling
from entrepot.payments.models import Chargeback, ChargebackShare, SettlementLine
from entrepot.payments.paying_out.models import Payout
from entrepot.payments.paying_out.opening import open_payouts
from entrepot.payments.providers import ToldChargeback
from entrepot.sandbox import disputing
from entrepot.sandbox.models import Charge
from entrepot.search import glossary
from entrepot.trade import fulfilling, requesting
from entrepot.trade.buying import buy
from entrepot.trade.charging_back import charge_back
from entrepot.trade.following import follow_token
from entrepot.trade.models import Order, Purchase
from tests import market
from tests.payments.earning import PAYDAY, bank_account, earn, usd

#: Everybody who walks: browsers signed in as these (guest: as nobody), and programs with a key.
GUEST, STRANGER, MEI, BO, CY, OPERATOR = "guest", "stranger", "mei", "bo", "cy", "operator"
KEY_BO, KEY_CY, KEY_BUYS, KEY_NARROW, KEY_ENDED = (
    "key of bo",
    "key of cy",
    "key of bo for buying only",
    "key of bo with no scope for it",
    "key that ended",
)
PEOPLE = frozenset({STRANGER, MEI, BO, CY, OPERATOR})
KEYS = frozenset({KEY_BO, KEY_CY, KEY_BUYS, KEY_NARROW, KEY_ENDED})
EVERYBODY = PEOPLE | KEYS | {GUEST}
NOBODY: frozenset[str] = frozenset()

TRACKING = "TRACK-OF-BO-7781"
DRAFT = "Unreleased marmalade"
RECIPIENT = "收件人密"
BO_MAIL = "bo-owner@example.com"
REASON = "The lid of this jar is loose"


@dataclass(frozen=True)
class Place:
    """What a route's parameter stands for, and who may see it."""

    value: Any
    seen_by: frozenset[str]


def build() -> SimpleNamespace:
    """Bo and Cy sell; Mei bought of Bo (one shipped, one paid), somebody of Cy; a guest bought of Bo; Dee applies."""
    market.rules_and_rates()
    market.commission(500)
    bo, cy = market.merchant("bo"), market.merchant("cy")
    people = {name: market.person(f"{name}@example.com") for name in (STRANGER, MEI, CY)}
    people[BO] = market.person(BO_MAIL)
    people[OPERATOR] = market.person("operator@example.com", is_operator=True)
    for person in people.values():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    staff = [
        Member.objects.create(business_id=shop.pk, person=people[name], role=Role.OWNER)
        for name, shop in ((BO, bo), (CY, cy))
    ]
    honey = market.product(bo, "Honey", 1200)
    draft = market.product(bo, DRAFT, 900, published=False)
    soap = market.product(cy, "Soap", 850, hs8="34011100", net_content=100)
    mei = Actor(id=people[MEI].pk)
    address = market.SHANGHAI | {"name": RECIPIENT}
    sent, paid = (_bought({honey.pk: 1}, by=mei, address=address) for _ in range(2))
    of_cy = _bought({soap.pk: 1}, by=Actor(id=people[CY].pk))
    guests = _bought({honey.pk: 1}, by=Actor(guest_key="a" * 32))
    waiting = _bought({honey.pk: 1}, by=mei, address=address, token="tok_needs_action")
    fulfilling.ship(
        _order(sent).pk, carrier="UPS", tracking_number=TRACKING, by=actor_of_person(people[BO].pk)
    )
    requesting.ask(_order(sent).pk, amount=None, reason=REASON, is_with_goods=False, by=mei)
    chargeback = disputing.open_dispute(charge_key=sent.pk)
    charge_back(
        sent.pk,
        ToldChargeback(
            str(chargeback.pk),
            "opened",
            chargeback.amount,
            chargeback.fee,
            "fraudulent",
            chargeback.respond_by,
        ),
        by=SYSTEM,
    )
    table = "line,type,reference,key,amount,currency,date\na,adjustment,,,-5.00,CNY,2026-11-25\np,payout,,,-5.00,CNY,2026-11-25\n"
    settling.load(table.encode(), name="walk.csv", provider_name="sandbox", by=SYSTEM)
    dee = Business.objects.create(legal_name="Dee LLC", country="US", region="OH", city="Columbus")
    Member.objects.create(business=dee, person=people[STRANGER], role=Role.OWNER)
    application = Application.objects.create(business_id=dee.pk, name="Dee", slug="dee", trade="tea")
    default_storage.save("pictures/walk.txt", ContentFile(b"a picture"))
    world = SimpleNamespace(bo=bo, cy=cy, people=people, honey=honey, draft=draft, soap=soap, staff=staff)
    world.sent, world.paid, world.of_cy, world.guests, world.waiting = sent, paid, of_cy, guests, waiting
    world.address = keep_address(values=address, by=mei)
    world.application, world.keys = application, _keys(people)
    world.picture = Picture.objects.create(
        product_id=draft.product_id, path="pictures/walk.txt", width=1, height=1
    )
    world.run = Import.objects.create(
        merchant=bo, file_name="goods.csv", file_path="/nowhere.csv", state=ImportState.DONE
    )
    world.payout, world.price_change = _payout(bo), _price_change(bo)
    world.term = glossary.add(en=["cup"], zh=["杯子"], by=SYSTEM)
    world.key_id = ApiKey.objects.get(name=KEY_NARROW).pk
    return world


def _price_change(shop: Merchant) -> PriceChange:
    return PriceChange.objects.create(merchant=shop, percent=5, variants=0)


def _payout(shop: Merchant) -> Payout:
    """Something that this shop was paid, to an account that others must not see."""
    bank_account(shop)
    earn(shop, usd("100.00"))
    with clock.standing_at(PAYDAY):
        open_payouts(shop.pk, on=PAYDAY.date(), by=SYSTEM)
    return Payout.objects.get()


def _bought(lines: Mapping[Any, int], **wish: Any) -> Purchase:
    return Purchase.objects.get(pk=buy(market.Wish(dict(lines), **wish).request()).purchase_id)


def _order(purchase: Purchase) -> Order:
    return Order.objects.get(purchase=purchase)


def _keys(people: Mapping[str, Any]) -> dict[str, str]:
    wanted = {
        KEY_BO: (BO, list(SCOPES)),
        KEY_CY: (CY, list(SCOPES)),
        KEY_BUYS: (BO, ["purchases"]),
        KEY_NARROW: (BO, ["ledger"]),
        KEY_ENDED: (BO, list(SCOPES)),
    }
    secrets = {}
    for name, (owner, scopes) in wanted.items():
        key, secrets[name] = keying.create_api_key(
            name=name, scopes=scopes, person_id=people[owner].pk, by=SYSTEM
        )
        if name == KEY_ENDED:
            keying.revoke_api_key(key.pk, by=SYSTEM)
    ApiKey.objects.update(last_used_at=clock.now())  # noted once a day: not in the middle of a comparison
    return secrets


def _deeds(number: str) -> dict[str, Place]:
    """What buyers do when something is wrong is not the merchant's nor the operator's to do, and the other way round."""
    buyers = ("refund_request", "refund_request_withdrawal", "dispute", "dispute_withdrawal")
    sellers = (
        "refund",
        "return",
        "refund_request",
        "refund_request_acceptance",
        "refund_request_refusal",
    )
    mei, bos = frozenset({MEI}), frozenset({BO, KEY_BO})
    # The buyer's address is on an invoice: those who sell have the label.
    papers = {f"{name}:number": Place(number, mei | {OPERATOR}) for name in ("shop:invoice", "api-1:invoice")}
    deeds = {f"shop:{name}:number": Place(number, mei) for name in buyers}
    return papers | deeds | {f"merchant:{name}:number": Place(number, bos) for name in sellers}


def places(world: SimpleNamespace) -> dict[str, Place]:
    """What each parameter of a route stands for: by `route name:parameter`, `part:parameter`, or the parameter alone."""
    sent, paid = _order(world.sent), _order(world.paid)
    bos, buyers = frozenset({BO, KEY_BO}), frozenset({MEI, OPERATOR})
    operators = frozenset({OPERATOR})
    journal = Transfer.objects.filter(subject_id=paid.pk).values_list("journal_id", flat=True).first()
    charge = Charge.objects.get(key=world.waiting.pk)
    return _money_places(world, bos) | {
        "product_id": Place(world.honey.product_id, EVERYBODY),
        "variant_id": Place(world.honey.pk, EVERYBODY),
        "slug": Place(world.cy.slug, EVERYBODY),
        "address_id": Place(world.address.pk, frozenset({MEI})),
        "account:business_id": Place(world.bo.pk, bos | operators),
        "account:member_id": Place(world.staff[0].pk, bos | operators),
        "key_id": Place(world.key_id, bos),
        "merchant:shop": Place(world.bo.slug, bos),
        "merchant:slug": Place(world.bo.slug, bos),
        "operator:slug": Place(world.bo.slug, operators),
        "merchant:product_id": Place(world.draft.product_id, bos),
        "merchant:variant_id": Place(world.draft.pk, bos),
        "merchant:merchant_id": Place(world.bo.pk, bos),
        "merchant:business_id": Place(world.bo.pk, bos),
        "merchant:picture_id": Place(world.picture.pk, bos),
        "merchant:change_id": Place(world.price_change.pk, bos),
        "merchant:run_id": Place(world.run.pk, bos),
        "merchant:country": Place("CN", EVERYBODY),
        "merchant:number": Place(paid.number, bos),
        "merchant:member_id": Place(world.staff[0].pk, bos),
        "number": Place(sent.number, bos | buyers),
        "operator:number": Place(sent.number, operators),
        # What can still be cancelled and shipped, so that what is sent with it gets as far as it can.
        "shop:cancellation:number": Place(paid.number, bos | buyers),
        "api-1:cancel:number": Place(paid.number, bos | buyers),
        "api-1:ship:number": Place(paid.number, bos | buyers),
        **_deeds(sent.number),
        "purchase_id": Place(world.paid.pk, buyers),
        "shop:pay_return:purchase_id": Place(world.waiting.pk, buyers),
        "token": Place(follow_token(world.guests.pk), EVERYBODY),
        "charge_id": Place(charge.pk, EVERYBODY),  # the provider's page: whoever is sent there by the shop
        "provider": Place("sandbox", EVERYBODY),
        "bank": Place("sandbox", EVERYBODY),
        "kind": Place("goods", EVERYBODY),
        "feed:shop": Place(world.cy.slug, EVERYBODY),
        "feed:country": Place("CN", EVERYBODY),
        "first": Place(world.honey.product_id, EVERYBODY),
        "path": Place("pictures/walk.txt", EVERYBODY),
        "operator:term_id": Place(world.term.pk, operators),
        "operator:application_id": Place(world.application.pk, operators),
        "operator:merchant_id": Place(world.bo.pk, operators),
        "currency": Place("CNY", EVERYBODY),
        "journal_id": Place(journal, operators),
        "key": Place("not-a-key", EVERYBODY),
        "uidb36": Place("1a", EVERYBODY),
    }


def _money_places(world: SimpleNamespace, bos: frozenset[str]) -> dict[str, Place]:
    """What Bo was paid, or has to give back, on its pages and for its programs; and what the operator sees of the books."""
    sent, paid, operators = _order(world.sent), _order(world.paid), frozenset({OPERATOR})
    return {
        "operator:chargeback_id": Place(Chargeback.objects.get().pk, operators),
        "operator:line_id": Place(SettlementLine.objects.get().pk, operators),
        "operator:refund_id": Place(Chargeback.objects.get().pk, NOBODY),
        "merchant:share_id": Place(ChargebackShare.objects.get().pk, bos),
        "merchant:chargebacks:number": Place(sent.number, bos),
        "merchant:evidence:number": Place(sent.number, bos),
        "operator:ledger:number": Place(2100, operators),
        "operator:line:number": Place(2100, operators),
        "operator:account:number": Place(2100, operators),
        "operator:account:owner_id": Place(paid.pk, operators),
        "merchant:payout_id": Place(world.payout.pk, bos),
        "api-1:payout_id": Place(world.payout.pk, bos),
        "api-1:slug": Place(world.bo.slug, bos),
    }


def crossed(world: SimpleNamespace) -> dict[str, Place]:
    """The same places, but in Cy's shop: what is Bo's is not to be reached through the address of another's shop."""
    return places(world) | {"merchant:shop": Place(world.cy.slug, frozenset({CY, KEY_CY}))}


def secrets(world: SimpleNamespace) -> list[Place]:
    """Words that are on a page only if it shows what is private, and who may read them."""
    bos, buyer = frozenset({BO, KEY_BO}), frozenset({MEI, OPERATOR})
    sent, paid, of_cy = _order(world.sent), _order(world.paid), _order(world.of_cy)
    return [
        Place(TRACKING, bos | buyer),
        Place(RECIPIENT, bos | buyer),
        Place(world.payout.account.masked, bos),
        Place(REASON, bos | buyer),
        Place(DRAFT, bos | {OPERATOR}),
        Place(BO_MAIL, bos | {OPERATOR, KEY_NARROW}),
        Place(sent.number, bos | buyer),
        Place(paid.number, bos | buyer),
        Place(of_cy.number, frozenset({CY, KEY_CY, OPERATOR})),
        Place(settings.SECRET_KEY, NOBODY),
        Place("Traceback (most recent call last)", NOBODY),
    ]
