"""Addresses of the account pages; sign-up, sign-in, passwords and e-mail addresses are allauth's (config/urls.py)."""

from django.urls import URLPattern, URLResolver, path

from entrepot.web.account.views import addresses, businesses, home, keys, mailbox, members, places

app_name = "account"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show, name="home"),
    path("profile/", home.profile, name="profile"),
    path("mailbox/", mailbox.show, name="mailbox"),
    path("places/", places.show, name="places"),
    path("addresses/", addresses.index, name="addresses"),
    path("addresses/new/", addresses.new, name="address_new"),
    path("addresses/<uuid:address_id>/default/", addresses.default, name="address_default"),
    path("addresses/<uuid:address_id>/removal/", addresses.removal, name="address_removal"),
    path("businesses/", businesses.index, name="businesses"),
    path("businesses/new/", businesses.new, name="business_new"),
    path("businesses/slug/", businesses.slug, name="slug"),
    path("businesses/<uuid:business_id>/", businesses.show, name="business"),
    path("businesses/<uuid:business_id>/application/", businesses.application, name="application"),
    path("businesses/<uuid:business_id>/members/", members.index, name="members"),
    path("members/<uuid:member_id>/role/", members.role, name="member_role"),
    path("members/<uuid:member_id>/removal/", members.removal, name="member_removal"),
    path("keys/", keys.index, name="keys"),
    path("keys/<uuid:key_id>/revocation/", keys.revocation, name="key_revocation"),
]
