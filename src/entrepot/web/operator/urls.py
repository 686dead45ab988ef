"""Addresses of the operator pages."""

from django.urls import URLPattern, URLResolver, path

from entrepot.web.operator.views import (
    approvals,
    audit,
    books,
    chargebacks,
    fees,
    glossary,
    home,
    ledger,
    payouts,
    purchases,
    settlements,
)

app_name = "operator"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.show, name="home"),
    path("ledger/", ledger.chart, name="ledger"),
    path("ledger/trial-balance/", ledger.trial_balance, name="trial_balance"),
    path("ledger/lines/<int:number>/<str:currency>/", ledger.line, name="line"),
    path("ledger/accounts/<int:number>/<uuid:owner_id>/<str:currency>/", ledger.account, name="account"),
    path("ledger/journals/<uuid:journal_id>/", ledger.journal, name="journal"),
    path("purchases/", purchases.search, name="purchases"),
    path("purchases/<uuid:purchase_id>/", purchases.show, name="purchase"),
    path("payouts/", payouts.index, name="payouts"),
    path("audit/", audit.show, name="audit"),
    path("audit/runs/", audit.run, name="audit_runs"),
    path("settlements/", settlements.index, name="settlements"),
    path("settlements/lines/<uuid:line_id>/", settlements.line, name="settlement_line"),
    path("chargebacks/", chargebacks.index, name="chargebacks"),
    path("chargebacks/<uuid:chargeback_id>/", chargebacks.show, name="chargeback"),
    path("refunds/<uuid:refund_id>/", chargebacks.refund, name="refund"),
    path("books/", books.index, name="books"),
    path("books/sweeps/", books.sweep, name="sweeps"),
    path("books/remittances/<str:currency>/", books.remittance, name="remittances"),
    path("books/debts/", books.debt, name="debts"),
    path("fees/", fees.index, name="fees"),
    path("fees/plans/", fees.plans, name="fee_plans"),
    path("fees/taxes/", fees.taxes, name="fee_taxes"),
    path("glossary/", glossary.index, name="glossary"),
    path("glossary/terms/", glossary.terms, name="terms"),
    path("glossary/terms/<uuid:term_id>/", glossary.term, name="term"),
    path("applications/", approvals.index, name="applications"),
    path("applications/<uuid:application_id>/", approvals.show, name="application"),
    path("applications/<uuid:application_id>/approval/", approvals.approval, name="approval"),
    path("applications/<uuid:application_id>/refusal/", approvals.refusal, name="refusal"),
    path("merchants/", approvals.merchants, name="merchants"),
    path("merchants/<slug:slug>/suspension/", approvals.suspension, name="suspension"),
]
