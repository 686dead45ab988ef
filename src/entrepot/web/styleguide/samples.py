"""Content for the style guide: goods, parties, money and histories as they really look, long and short, in both languages."""

from datetime import UTC, datetime
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from entrepot.kit.money import Money
from entrepot.web.formatting import language_now
from entrepot.web.parts import CostRow, Crumb, JournalLine, Point, ProductCard, Step, Tab, Tier, Tone

_GOODS = [
    (
        "mug",
        "Speckled Stoneware Mug, 12 oz",
        "斑点炻器马克杯 350 毫升",
        18_432,
        None,
        "Blue Ridge Clay",
        "蓝岭陶坊",
    ),
    ("honey", "Sourwood Honey, raw", "酸叶木原蜜", 13_190, 15_200, "Bayou Pantry", "河湾食品铺"),
    (
        "blanket",
        "Organic Muslin Swaddle, Set of 3 in Sage, Oat and Undyed Natural",
        "有机棉纱布襁褓巾三条装，鼠尾草绿、燕麦色与本色，四季可用透气柔软",
        30_268,
        None,
        "Little Oak Baby Co.",
        "小橡树婴童",
    ),
    ("guitar", "Parlour Guitar", "客厅小吉他", 612_900, None, "Foundry Strings", "铸弦琴坊"),
    (
        "notebook",
        "Donaudampfschifffahrtsgesellschaftskapitän Logbook",
        "航海日志本",
        9_900,
        None,
        "Paper & Tide",
        "纸与潮",
    ),
    ("candle", "Cedar & Smoke Candle", "雪松烟熏香薰蜡烛", 22_050, None, "Sugarbush Lane", "糖枫巷"),
]

_AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def _yuan(minor: int) -> Money:
    return Money(minor, "CNY")


def _dollars(minor: int) -> Money:
    return Money(minor, "USD")


def goods() -> list[ProductCard]:
    """Six products: short and long titles, one reduced, one that costs from, one without a picture."""
    chinese = language_now() == "zh-hans"
    cards = [
        ProductCard(
            title=title_zh if chinese else title,
            url="#goods",
            price=_yuan(price),
            was=_yuan(was) if was else None,
            is_from=picture == "guitar",
            picture=static(f"styleguide/{picture}.svg"),
            merchant=merchant_zh if chinese else merchant,
            merchant_url="#party",
            note=_("Only 3 left") if picture == "mug" else "",
        )
        for picture, title, title_zh, price, was, merchant, merchant_zh in _GOODS
    ]
    bare = ProductCard(
        title="Hand-forged Trowel", url="#goods", price=_yuan(24_600), merchant="Iron & Loam", language="en"
    )
    return [*cards, bare]


def costs() -> list[CostRow]:
    """The parts of ¥3,078.80."""
    chinese = language_now() == "zh-hans"
    oak, clay = ("小橡树婴童", "蓝岭陶坊") if chinese else ("Little Oak Baby Co.", "Blue Ridge Clay")
    return [
        CostRow(
            _("Goods"),
            _yuan(248_200),
            lines=(CostRow(oak, _yuan(120_000), "2 × ¥600.00"), CostRow(clay, _yuan(128_200))),
        ),
        CostRow(
            _("Freight"), _yuan(34_000), lines=(CostRow(oak, _yuan(16_000)), CostRow(clay, _yuan(18_000)))
        ),
        CostRow(_("Import VAT"), _yuan(25_680), note=_("Goods and freight × 13%, reduced by 30%")),
        CostRow(_("Duty"), _yuan(0)),
    ]


def history() -> list[Step]:
    """An order that is on its way."""
    return [
        Step(_("Paid"), _AT, _("Your money is held until you confirm that the goods have arrived.")),
        Step(
            pgettext("step", "Handed to the carrier"),
            _AT.replace(day=24),
            "UPS 1Z999AA10123456784",
            by="Little Oak Baby Co.",
        ),
        Step(_("At customs"), _AT.replace(day=28), tone=Tone.ACTIVE, is_now=True),
        Step(pgettext("step", "Delivered")),
        Step(_("You confirm, the merchant is paid")),
    ]


def trouble() -> list[Step]:
    """An order that went wrong."""
    return [
        Step(_("Paid"), _AT),
        Step(_("Address could not be found"), _AT.replace(day=27), tone=Tone.WARN),
        Step(
            _("Lost on the way"),
            _AT.replace(day=30),
            _("You get all of your money back."),
            tone=Tone.BAD,
            is_now=True,
        ),
    ]


def journal() -> list[JournalLine]:
    """How one payment moves."""
    return [
        JournalLine(
            _("1010 Provider clearing"),
            _("2100 Escrow, order E-1042"),
            _yuan(307_880),
            _("Paid by the buyer"),
            _AT,
        ),
        JournalLine(
            _("2100 Escrow, order E-1042"), _("2200 Merchant payable"), _yuan(282_200), _("Receipt confirmed")
        ),
        JournalLine(_("2100 Escrow, order E-1042"), _("2400 Taxes payable"), _yuan(25_680)),
        JournalLine(_("2200 Merchant payable"), _("4100 Commission"), _yuan(21_097), "8.5%"),
    ]


def orders() -> list[dict[str, Any]]:
    """Rows of a merchant's order table."""
    states = ["paid", "shipped", "disputed", "completed", "cancelled"]
    totals = [_dollars(4_200), _dollars(176_633), _dollars(-1_200), _dollars(88_010), _dollars(0)]
    return [
        {
            "number": f"E-10{40 + index}",
            "placed_at": _AT.replace(day=22 - index),
            "state": state,
            "total": total,
        }
        for index, (state, total) in enumerate(zip(states, totals, strict=True))
    ]


def everything() -> dict[str, Any]:
    """The context of the style guide."""
    month = [(index, 40 + (index * 37 + index * index * 11) % 60 + index * 2) for index in range(1, 13)]
    return {
        "home": Crumb(pgettext("navigation", "Home"), "#main"),
        "shelf": Crumb(_("Home and kitchen"), "#main"),
        "goods": goods(),
        "price": _yuan(176_633),
        "price_before": _yuan(208_000),
        "dollars": _dollars(176_633),
        "refund": _dollars(-1_200),
        "costs": costs(),
        "total": _yuan(307_880),
        "history": history(),
        "trouble": trouble(),
        "journal": journal(),
        "orders": orders(),
        "orders_total": _dollars(267_643),
        "states": ["draft", "placed", "paid", "shipped", "completed", "disputed", "lost", "declined", "held", "cancelled"],
        "tiers": [Tier(1, _dollars(4_200)), Tier(12, _dollars(3_780), 10), Tier(48, _dollars(3_150), 25)],
        "tabs": [
            Tab(_("All"), "#tabs", True, 1_284),
            Tab(_("To ship"), "#tabs", count=7),
            Tab(pgettext("state", "On its way"), "#tabs", count=41),
            Tab(pgettext("state", "Disputed"), "#tabs", count=0),
        ],
        "sales": [Point(f"2026-{number:02}", value) for number, value in month],
        "merchant": {
            "name": "Little Oak Baby Co.", "name_zh": "小橡树婴童", "city": "Columbus", "region": "OH", "country": "US",
            "founded": 2016, "trade": "baby goods", "trade_zh": "婴童用品",
        },
        "long_merchant": {
            "name": "Rindfleischetikettierungs Supply & Sons of Minneapolis–Saint Paul", "city": "Minneapolis",
            "region": "MN", "country": "US",
        },
        "address": {
            "name": "王小明", "country": "CN", "region": "上海市", "city": "上海市", "district": "黄浦区",
            "postal_code": "200001", "lines": ["南京东路1号12栋304室"], "phone": "+86 138****8000",
        },
        "shop_address": {
            "name": "Anna Berg", "country": "US", "region": "OH", "city": "Columbus", "postal_code": "43215",
            "lines": ["412 Lazelle Street"],
        },
        "at": _AT,
        "identity_number": "110105199003071234",
        "icons": [
            "search", "cart", "person", "home", "shop", "ledger", "receipt", "shield", "lock", "truck", "box", "image",
            "check", "cross", "close", "warning", "clock", "dot", "info", "chevron", "left", "right", "up", "down",
            "plus", "minus", "edit", "trash", "upload", "download", "pin", "globe", "filter", "key",
        ],
    }  # fmt: skip
