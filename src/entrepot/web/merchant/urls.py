"""Addresses of the merchant pages. All but the first begin with the shop they are about."""

from django.urls import URLPattern, URLResolver, path

from entrepot.web.merchant.views import (
    catalogue,
    chargebacks,
    exposure,
    fees,
    freight,
    home,
    imports,
    money,
    monthly_statements,
    orders,
    papers,
    pictures,
    pricing,
    product,
    refunds,
    shipping,
    statements,
    variants,
)

app_name = "merchant"

_PRODUCT = "<slug:shop>/products/<uuid:product_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.index, name="home"),
    path("<slug:shop>/", home.dashboard, name="dashboard"),
    path("<slug:shop>/products/", catalogue.index, name="products"),
    path("<slug:shop>/products/new/", catalogue.new, name="product_new"),
    path("<slug:shop>/products/publications/", catalogue.publications, name="publications"),
    path("<slug:shop>/products/deeds/", catalogue.deeds, name="products_deeds"),
    path("<slug:shop>/products/to-do/", catalogue.to_do, name="to_do"),
    path("<slug:shop>/products/prices/", pricing.prices, name="prices"),
    path("<slug:shop>/products/price-changes/", pricing.changes, name="price_changes"),
    path(
        "<slug:shop>/products/price-changes/<uuid:change_id>/removal/",
        pricing.removal,
        name="price_change_removal",
    ),
    path(_PRODUCT, product.show, name="product"),
    path(f"{_PRODUCT}publication/", product.publication, name="publication"),
    path(f"{_PRODUCT}withdrawal/", product.withdrawal, name="withdrawal"),
    path(f"{_PRODUCT}hs-code/", product.hs_code, name="hs_code"),
    path(f"{_PRODUCT}variants/", variants.save, name="variants"),
    path(f"{_PRODUCT}variants/new/", variants.new, name="variant_new"),
    path(f"{_PRODUCT}variants/<uuid:variant_id>/withdrawal/", variants.withdrawal, name="variant_withdrawal"),
    path(f"{_PRODUCT}variants/<uuid:variant_id>/price-steps/", variants.tiers, name="tiers"),
    path(f"{_PRODUCT}pictures/", pictures.new, name="pictures"),
    path(f"{_PRODUCT}pictures/<uuid:picture_id>/", pictures.describe, name="picture"),
    path(f"{_PRODUCT}pictures/<uuid:picture_id>/first/", pictures.first, name="picture_first"),
    path(f"{_PRODUCT}pictures/<uuid:picture_id>/removal/", pictures.removal, name="picture_removal"),
    path("<slug:shop>/imports/", imports.index, name="imports"),
    path("<slug:shop>/imports/<uuid:run_id>/", imports.show, name="import"),
    path("<slug:shop>/imports/<uuid:run_id>/encoding/", imports.encoding, name="import_encoding"),
    path("<slug:shop>/imports/<uuid:run_id>/csv/", imports.download, name="import_csv"),
    path("<slug:shop>/freight/", freight.index, name="freight"),
    path("<slug:shop>/freight/<str:country>/removal/", freight.removal, name="freight_removal"),
    path("<slug:shop>/exposure/", exposure.show, name="exposure"),
    path("<slug:shop>/fees/", fees.show, name="fees"),
    path("<slug:shop>/storefront/", freight.storefront, name="storefront"),
    path("<slug:shop>/orders/", orders.index, name="orders"),
    path("<slug:shop>/orders/<str:number>/", orders.show, name="order"),
    path("<slug:shop>/orders/<str:number>/shipment/", orders.shipment, name="shipment"),
    path("<slug:shop>/orders/<str:number>/tracking/", orders.tracking, name="tracking"),
    path("<slug:shop>/orders/<str:number>/cancellation/", orders.cancellation, name="cancellation"),
    path("<slug:shop>/orders/<str:number>/chargebacks/", chargebacks.index, name="chargebacks"),
    path(
        "<slug:shop>/orders/<str:number>/chargebacks/<uuid:share_id>/", chargebacks.evidence, name="evidence"
    ),
    path("<slug:shop>/orders/<str:number>/packing-list/", papers.packing_list, name="packing_list"),
    path("<slug:shop>/orders/<str:number>/label/", papers.label, name="label"),
    path("<slug:shop>/shipping/", shipping.index, name="shipping"),
    path("<slug:shop>/shipping/list/", shipping.by_list, name="shipping_list"),
    *(
        path(f"<slug:shop>/shipping/{paper}/", papers.of_many, {"paper": paper}, name=f"shipping_{paper}")
        for paper in papers.PAPERS
    ),
    path("<slug:shop>/balance/", money.balance, name="balance"),
    path("<slug:shop>/payouts/", money.index, name="payouts"),
    path("<slug:shop>/payouts/<uuid:payout_id>/", money.show, name="payout"),
    path("<slug:shop>/bank-account/", money.account, name="bank_account"),
    path("<slug:shop>/orders/<str:number>/refund/", refunds.refund, name="refund"),
    path("<slug:shop>/orders/<str:number>/return/", refunds.taking_back, name="return"),
    path("<slug:shop>/orders/<str:number>/refund-request/", refunds.refund_request, name="refund_request"),
    path(
        "<slug:shop>/orders/<str:number>/refund-request/acceptance/",
        refunds.acceptance,
        name="refund_request_acceptance",
    ),
    path(
        "<slug:shop>/orders/<str:number>/refund-request/refusal/",
        refunds.refusal,
        name="refund_request_refusal",
    ),
    path("<slug:shop>/statement/", statements.index, name="statements"),
    path("<slug:shop>/statement/<str:currency>/", statements.show, name="statement"),
    path("<slug:shop>/statement/<str:currency>/pdf/", monthly_statements.show, name="statement_pdf"),
    path("<slug:shop>/statement/<str:currency>/csv/", statements.download, name="statement_csv"),
]
