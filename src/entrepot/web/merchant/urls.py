"""Addresses of the merchant pages. All but the first begin with the shop they are about."""

from django.urls import URLPattern, URLResolver, path

from entrepot.web.merchant.views import orders, statements

app_name = "merchant"

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:shop>/orders/", orders.index, name="orders"),
    path("<slug:shop>/orders/<str:number>/", orders.show, name="order"),
    path("<slug:shop>/orders/<str:number>/shipment/", orders.shipment, name="shipment"),
    path("<slug:shop>/orders/<str:number>/tracking/", orders.tracking, name="tracking"),
    path("<slug:shop>/orders/<str:number>/cancellation/", orders.cancellation, name="cancellation"),
    path("<slug:shop>/statement/", statements.index, name="statements"),
    path("<slug:shop>/statement/<str:currency>/", statements.show, name="statement"),
    path("<slug:shop>/statement/<str:currency>/csv/", statements.download, name="statement_csv"),
]
