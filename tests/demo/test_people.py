"""The demo's people: invented, and yet right in every form that the marketplace checks."""

import re

from entrepot.customs import identity_number
from entrepot.demo import people
from entrepot.demo.goods import shops
from entrepot.identity import addresses
from entrepot.identity.rules import check_business

ABROAD = [buyer for buyer in people.BUYERS if buyer.is_abroad]


class TestBuyers:
    def test_every_address_is_one_that_can_be_delivered_to(self):
        for buyer in people.BUYERS:
            assert addresses.parse(buyer.ship_to).content["name"] == buyer.ship_to["name"]

    def test_every_identity_number_is_right_and_its_own(self):
        numbers = [identity_number.check(buyer.ship_to["id_number"]) for buyer in ABROAD]
        assert len(set(numbers)) == len(ABROAD)

    def test_no_identity_number_can_be_a_living_persons(self):
        assert {buyer.ship_to["id_number"][6:8] for buyer in ABROAD} == {"18"}

    def test_no_telephone_number_can_be_anybodys(self):
        for buyer in people.BUYERS:
            wanted = r"\+8612\d{9}" if buyer.is_abroad else r"\+1\d{3}55501\d\d"
            assert re.fullmatch(wanted, buyer.ship_to["phone"]), buyer.email

    def test_mail_goes_nowhere(self):
        emails = [buyer.email for buyer in people.BUYERS] + [one.email for one in people.STAFF]
        assert all(email.endswith(".example") for email in emails)
        assert len(set(emails)) == len(emails)


class TestBusinesses:
    def test_every_shop_has_an_owner_with_a_name(self):
        assert all(people.owner(shop.slug).name for shop in shops())

    def test_applicants_can_apply(self):
        for one in people.APPLICANTS:
            check_business({"country": "US"} | one.business)
