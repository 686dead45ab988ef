"""Addresses of the shop's pages."""

from django.urls import path
from django.views.generic import TemplateView

from entrepot.web.shop.views import (
    beside,
    cart,
    checkout,
    compare,
    destination,
    finding,
    goods,
    manifest,
    objections,
    orders,
    purchases,
    ranking,
    shops,
    wishes,
)

app_name = "shop"

urlpatterns = [
    path("", finding.home, name="home"),
    path("search/", finding.search, name="search"),
    path("search/suggestions/", finding.suggestions, name="suggestions"),
    path("search/why/<uuid:product_id>/", ranking.why, name="why"),
    path("ranking/", ranking.formula, name="ranking"),
    path("goods/seen/", beside.seen, name="seen"),
    path("goods/<uuid:product_id>/", goods.show, name="product"),
    path("goods/<uuid:product_id>/similar/", beside.similar, name="similar"),
    path("manifest.webmanifest", manifest.show, name="manifest"),
    path("shops/", shops.index, name="shops"),
    path("shops/<slug:slug>/", shops.show, name="storefront"),
    path("destination/", destination.choose, name="destination"),
    path("cart/", cart.show, name="cart"),
    path("cart/lines/", cart.add, name="cart_lines"),
    path("cart/lines/<uuid:variant_id>/", cart.change, name="cart_line"),
    path("cart/lines/<uuid:variant_id>/removal/", cart.remove, name="cart_removal"),
    path("compare/", compare.show, name="compare"),
    path("wishes/", wishes.show, name="wishes"),
    path("wishes/<uuid:variant_id>/", wishes.wish, name="wish"),
    path("wishes/<uuid:variant_id>/removal/", wishes.forget, name="wish_removal"),
    path("checkout/", checkout.show, name="checkout"),
    path("checkout/price/", checkout.price, name="checkout_price"),
    path("checkout/purchase/", checkout.purchase, name="checkout_purchase"),
    path("pay/<uuid:purchase_id>/return/", purchases.returned, name="pay_return"),
    path("follow/<str:token>/", purchases.follow, name="follow"),
    path("purchases/", purchases.index, name="purchases"),
    path("purchases/<uuid:purchase_id>/", purchases.show, name="purchase"),
    path("purchases/<uuid:purchase_id>/cart/", purchases.again, name="purchase_cart"),
    path("orders/<str:number>/receipt/", orders.receipt, name="receipt"),
    path("orders/<str:number>/cancellation/", orders.cancellation, name="cancellation"),
    path("orders/<str:number>/refund-request/", objections.refund_request, name="refund_request"),
    path(
        "orders/<str:number>/refund-request/withdrawal/",
        objections.refund_request_withdrawal,
        name="refund_request_withdrawal",
    ),
    path("orders/<str:number>/dispute/", objections.dispute, name="dispute"),
    path("orders/<str:number>/dispute/withdrawal/", objections.dispute_withdrawal, name="dispute_withdrawal"),
    path("orders/<str:number>/invoice/", orders.invoice, name="invoice"),
    path("how-it-works/", TemplateView.as_view(template_name="shop/how_it_works.html"), name="how_it_works"),
    path("about/", TemplateView.as_view(template_name="shop/about.html"), name="about"),
]
