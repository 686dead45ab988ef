"""What each component says, to eyes and to a screen reader."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from entrepot.kit.money import Money
from entrepot.web.parts import CostRow, JournalLine, Point, ProductCard, Step, Tab, Tier, Tone

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)


def shown(source: str, **context: Any) -> str:
    """The rendered template with runs of space as one."""
    return re.sub(r"\s+", " ", Template(source).render(Context(context))).strip()


def words(source: str, **context: Any) -> str:
    """Only what is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown(source, **context))).strip()


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


class TestPrice:
    def test_says_amount_unit_and_note(self) -> None:
        text = words("{% price amount per='piece' note='incl. all taxes' %}", amount=yuan(176_633))
        assert text == "¥1,766.33 / piece incl. all taxes"

    def test_tells_a_screen_reader_which_price_was_before(self) -> None:
        assert (
            words("{% price amount was=was %}", amount=yuan(900), was=yuan(1_000)) == "¥9.00 Before: ¥10.00"
        )

    def test_that_only_starts_there_says_so_in_the_languages_own_order(self) -> None:
        assert words("{% price amount is_from=True %}", amount=yuan(900)) == "from ¥9.00"
        with translation.override("zh-hans"):
            assert words("{% price amount is_from=True %}", amount=yuan(900)) == "¥9.00 起"


class TestCostBreakdown:
    def test_opens_to_the_lines_and_ends_with_the_total(self) -> None:
        rows = [
            CostRow("Goods", yuan(2_000), lines=[CostRow("Oak", yuan(1_500)), CostRow("Clay", yuan(500))]),
            CostRow("Freight", yuan(300)),
        ]
        page = shown("{% cost_breakdown rows total %}", rows=rows, total=yuan(2_300))
        assert page.count("<details") == 1
        text = words("{% cost_breakdown rows total %}", rows=rows, total=yuan(2_300))
        assert text == "Goods ¥20.00 Oak ¥15.00 Clay ¥5.00 Freight ¥3.00 Total ¥23.00"


class TestStatus:
    @pytest.mark.parametrize(
        ("state", "says", "tone", "sign"),
        [
            ("shipped", "On its way", "active", "clock"),
            ("completed", "Completed", "good", "check"),
            ("disputed", "Disputed", "warn", "warning"),
            ("lost", "Lost on the way", "bad", "cross"),
            ("half_built", "half built", "neutral", "dot"),
        ],
    )
    def test_has_words_a_tone_and_a_shape(self, state: str, says: str, tone: str, sign: str) -> None:
        page = shown("{% status state %}", state=state)
        assert f"status-{tone}" in page
        assert f"#{sign}" in page
        assert words("{% status state %}", state=state) == says

    def test_takes_other_words_and_tone(self) -> None:
        page = shown("{% status 'paid' label='To ship' tone='warn' %}")
        assert "status-warn" in page
        assert "To ship" in page

    def test_is_said_in_chinese(self) -> None:
        with translation.override("zh-hans"):
            assert words("{% status 'shipped' %}") == "运输中"


class TestParty:
    WHO = {
        "name": "Little Oak",
        "name_zh": "小橡树",
        "city": "Columbus",
        "region": "OH",
        "country": "US",
        "founded": 2016,
    }

    def test_says_name_place_and_since_when(self) -> None:
        said = words("{% party who %}", who=self.WHO)
        assert said == "L Little Oak Verified business Columbus, OH, United States since 2016"

    def test_gives_a_chinese_reader_both_names(self) -> None:
        with translation.override("zh-hans"):
            said = words("{% party who verified=False %}", who=self.WHO)
        assert said == "小 小橡树 Little Oak 美国俄亥俄州 Columbus 创立于 2016 年"


class TestTimeline:
    def test_tells_now_and_not_yet_apart(self) -> None:
        steps = [Step("Paid", AT), Step("At customs", AT, tone=Tone.ACTIVE, is_now=True), Step("Delivered")]
        page = shown("{% timeline steps %}", steps=steps)
        assert page.count('aria-current="step"') == 1
        assert words("{% timeline steps %}", steps=steps) == (
            "Paid Nov 22, 2026, 2:05 PM UTC At customs Nov 22, 2026, 2:05 PM UTC Delivered Not yet"
        )


class TestPicture:
    def test_keeps_its_place_and_loads_late(self) -> None:
        page = shown("{% picture '/media/a.webp' 'A mug' 1200 %}")
        assert 'width="1200" height="1200"' in page
        assert 'alt="A mug"' in page
        assert 'loading="lazy"' in page

    def test_that_is_seen_first_loads_first(self) -> None:
        page = shown("{% picture '/media/a.webp' eager=True %}")
        assert "lazy" not in page
        assert 'fetchpriority="high"' in page

    def test_that_is_missing_says_so(self) -> None:
        assert 'role="img" aria-label="No picture yet"' in shown("{% picture '' %}")


class TestProducts:
    def test_a_card_leads_to_the_product(self) -> None:
        card = ProductCard(title="Mug <12>", url="/p/1", price=yuan(900), merchant="Clay")
        assert '<a href="/p/1">Mug &lt;12&gt;</a>' in shown("{% product_card card %}", card=card)

    def test_a_grid_loads_its_first_pictures_at_once(self) -> None:
        cards = [ProductCard(title=str(n), url="/", price=yuan(1), picture=f"/{n}.webp") for n in range(3)]
        assert shown("{% product_grid cards eager=2 %}", cards=cards).count('loading="lazy"') == 1


class TestQuantity:
    def test_brings_the_number_keyboard_and_its_bounds(self) -> None:
        page = shown("{% quantity name='q' value=2 maximum=1200 %}")
        assert 'id="id_q" name="q" type="number" inputmode="numeric" value="2" min="1" max="1200"' in page
        assert '<label class="quantity-label" for="id_q">Quantity</label>' in page


class TestNumbers:
    def test_tiers_say_from_how_many(self) -> None:
        rows = [Tier(1, Money(4_200, "USD")), Tier(1_000, Money(3_150, "USD"), 25)]
        assert words("{% tiers rows %}", rows=rows) == (
            "Price by quantity Quantity Price each 1 or more US$42.00 1,000 or more US$31.50 25% off"
        )

    def test_a_stat_writes_money(self) -> None:
        assert words("{% stat 'Payable' amount %}", amount=Money(-100, "USD")) == "Payable −US$1.00"

    def test_a_stat_that_rises_can_be_bad(self) -> None:
        assert "stat-bad" in shown("{% stat 'Returned' '2%' note='more' trend='up' tone='bad' %}")

    def test_progress_has_numbers(self) -> None:
        page = shown("{% progress 412 1860 'Reading' 'rows' %}")
        assert 'value="412" max="1860"' in page
        assert words("{% progress 412 1860 'Reading' 'rows' %}") == "Reading 412 / 1,860 rows · 22%"

    def test_progress_of_unknown_length_claims_none(self) -> None:
        assert "value=" not in shown("{% progress 0 0 'Reading' %}")

    def test_a_sparkline_has_its_numbers_as_a_table(self) -> None:
        points = [Point("Jan", 0), Point("Feb", 10), Point("Mar", 5, "five")]
        page = shown("{% sparkline points 'Sales, rising' %}", points=points)
        assert 'points="4.0,52.0 120.0,4.0 236.0,28.0"' in page
        assert 'aria-label="Sales, rising"' in page
        assert (
            words("{% sparkline points 'S' %}", points=points)
            == "S The numbers When Value Jan 0 Feb 10 Mar five"
        )

    def test_a_sparkline_of_nothing_says_so(self) -> None:
        assert words("{% sparkline points 'S' %}", points=[]) == "S No numbers yet."

    def test_a_journal_shows_each_transfer_and_how_large(self) -> None:
        lines = [
            JournalLine("1010 Bank", "2100 Escrow", yuan(400)),
            JournalLine("2100 Escrow", "4100 Fee", yuan(1)),
        ]
        page = shown("{% journal_flow lines %}", lines=lines)
        assert re.findall(r'<rect class="journal-weight"[^>]* width="(\d+)"', page) == ["100", "1"]
        assert "1010 Bank ¥4.00 to 2100 Escrow" in words("{% journal_flow lines %}", lines=lines)


class TestMoving:
    def test_a_tab_says_which_is_open(self) -> None:
        page = shown("{% tabs items 'Orders' %}", items=[Tab("All", "/a", True, 1_284), Tab("Open", "/b")])
        assert '<a href="/a" aria-current="page">' in page
        assert "1,284" in page

    def test_pages_are_links_only_where_there_are_some(self) -> None:
        page = shown("{% pagination next='?after=x' %}")
        assert 'rel="next" href="?after=x"' in page
        assert 'rel="prev"' not in page
        assert shown("{% pagination %}") == ""

    def test_breadcrumbs_end_where_you_are(self) -> None:
        page = shown("{% crumb 'Shop' '/s' as shop %}{% breadcrumbs shop 'Mug' %}")
        assert '<a href="/s">Shop</a>' in page
        assert '<span aria-current="page">Mug</span>' in page

    def test_an_empty_place_offers_the_next_step(self) -> None:
        assert '<a class="button" href="/go">Look</a>' in shown(
            "{% empty_state 'None' url='/go' action='Look' %}"
        )

    def test_a_dialog_is_named_by_its_title(self) -> None:
        page = shown("{% dialog 'd' 'Delete?' %}<p>Gone.</p>{% enddialog %}")
        assert '<dialog class="dialog" id="d" aria-labelledby="d-title">' in page
        assert "<p>Gone.</p>" in page

    def test_a_notice_escapes_what_it_is_given(self) -> None:
        page = shown("{% notice 'warn' title %}{{ text }}{% endnotice %}", title="<a>", text="<b>")
        assert "&lt;a&gt;" in page
        assert "&lt;b&gt;" in page


class Purchase(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card.")
    speed = forms.ChoiceField(label="Delivery:", choices=[("a", "A")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


class TestForms:
    def test_a_field_is_wired_to_its_hint_and_its_error(self) -> None:
        page = shown("{% field form.name %}", form=Purchase({"name": ""}))
        assert '<label class="field-label" for="id_name">Name</label>' in page
        assert 'id="id_name_helptext">As on the card.' in page
        assert 'id="id_name_error"' in page
        assert 'aria-describedby="id_name_helptext id_name_error"' in page
        assert 'aria-invalid="true"' in page

    def test_the_hint_and_the_error_stand_before_the_input(self) -> None:
        page = shown("{% field form.name %}", form=Purchase({"name": ""}))
        assert page.index("As on the card.") < page.index("This field is required.") < page.index("<input")

    def test_what_was_typed_is_kept(self) -> None:
        assert 'value="Anna"' in shown("{{ form }}", form=Purchase({"name": "Anna"}))

    def test_a_choice_is_a_group_with_a_legend(self) -> None:
        page = shown("{{ form }}", form=Purchase())
        assert '<fieldset> <legend class="field-label">Delivery:' in page

    def test_says_what_is_optional(self) -> None:
        assert "Note optional" in words("{% field form.note %}", form=Purchase())

    def test_a_unit_stands_beside_the_input(self) -> None:
        assert "US$" in words("{% field form.note prefix='US$' %}", form=Purchase())

    def test_the_summary_links_to_each_field(self) -> None:
        form = Purchase({})
        form.add_error(None, "The stock is gone.")
        page = shown("{% error_summary form %}", form=form)
        assert '<a href="#id_name">Name: This field is required.</a>' in page
        assert '<a href="#id_speed_0">Delivery: This field is required.</a>' in page
        assert "<li>The stock is gone.</li>" in page
        assert "3 things need your attention" in page

    def test_no_summary_without_an_error(self) -> None:
        form = Purchase({"name": "Anna", "speed": "a"})
        assert shown("{% error_summary form other %}", form=form, other=Purchase()) == ""
