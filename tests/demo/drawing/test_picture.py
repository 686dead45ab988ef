"""Product pictures: every object, in every number of colours, as a small self-contained SVG document."""

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from entrepot.demo.drawing import OBJECTS, draw
from entrepot.demo.drawing.colour import backdrop_for, difference

TEA = ("#2f7d6b", "#f1d9a7", "#d9583b")
SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {"svg", "defs", "g", "path", "use", "rect", "circle", "clipPath", "pattern"}
#: Drawn once for all tests that look at them.
drawn = cache(draw)
EVERY_OBJECT = pytest.mark.parametrize("name", sorted(OBJECTS))


@EVERY_OBJECT
class TestEveryObject:
    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_is_a_whole_document(self, name, count):
        for variant in range(9):
            picture = drawn(name, TEA[:count], variant=variant)
            root = ElementTree.fromstring(picture)
            assert root.tag == f"{SVG}svg"
            assert root.get("viewBox") == "0 0 800 800"

    def test_is_under_twelve_kilobytes(self, name):
        assert max(len(drawn(name, TEA, variant=variant).encode()) for variant in range(30)) < 12_000

    def test_holds_only_shapes(self, name):
        tags = {e.tag.removeprefix(SVG) for v in range(9) for e in _elements(name, v)}
        assert tags <= ALLOWED

    def test_refers_to_nothing_outside_itself(self, name):
        for variant in range(9):
            picture = drawn(name, TEA, variant=variant)
            elements = list(ElementTree.fromstring(picture).iter())
            ids = [e.get("id") for e in elements if e.get("id")]
            used = [e.get("href").removeprefix("#") for e in elements if e.get("href")]
            used += re.findall(r"url\(#([^)]+)\)", picture)
            assert len(ids) == len(set(ids))
            assert set(used) <= set(ids)
            assert picture.count("http") == 1
            assert not [a for e in elements for a in e.attrib if a.startswith("on") or a == "style"]

    def test_every_coordinate_is_a_number(self, name):
        assert not re.search(r"nan|inf(?!o)|None|\de[-+]?\d", _paths(name, 3))

    def test_is_the_same_every_time(self, name):
        assert draw(name, TEA, variant=5) == draw(name, TEA, variant=5)

    def test_no_two_variants_are_alike(self, name):
        prefix = re.compile(r"d[0-9a-f]{8}-")
        pictures = {prefix.sub("", drawn(name, TEA, variant=variant)) for variant in range(30)}
        assert len(pictures) == 30

    def test_shows_the_colours_it_was_given(self, name):
        assert TEA[0] in drawn(name, TEA, variant=1)

    @pytest.mark.parametrize("main", ["#fff", "#000000", "#7f7f7f"])
    def test_stands_out_from_its_ground(self, name, main):
        picture = draw(name, [main])
        ground = re.search(r'fill="(#[0-9a-f]{6})"', picture.split("</defs>")[1]).group(1)
        assert difference(ground, main) >= 0.1


class TestDraw:
    def test_knows_the_objects_of_the_demo(self):
        assert {"jar", "yarn_skein", "fishing_fly", "plush_bear", "helmet", "sunglasses"} <= OBJECTS
        assert len(OBJECTS) == 141

    def test_refuses_an_unknown_object_by_name(self):
        with pytest.raises(ValueError, match="'spaceship'"):
            draw("spaceship", TEA)

    @pytest.mark.parametrize("colours", [(), "#2f7d6b"])
    def test_refuses_to_draw_without_a_list_of_colours(self, colours):
        with pytest.raises(ValueError, match="at least one colour"):
            draw("jar", colours)

    @pytest.mark.parametrize("colour", ["green", "#12", "2f7d6b", '#fff"/><script>'])
    def test_refuses_what_is_not_a_hex_colour(self, colour):
        with pytest.raises(ValueError, match="Not a hex colour"):
            draw("jar", [colour])
        with pytest.raises(ValueError, match="Not a hex colour"):
            draw("jar", TEA, backdrop=colour)

    def test_refuses_an_unknown_object_before_a_bad_colour(self):
        with pytest.raises(ValueError, match="spaceship"):
            draw("spaceship", ["green"])

    def test_leaves_a_fourth_colour_out(self):
        assert draw("mug", [*TEA, "#000000"]) == draw("mug", TEA)

    def test_short_and_long_hex_are_the_same_colour(self):
        assert draw("mug", ["#ABC"]) == draw("mug", ["#aabbcc"])

    def test_lays_the_backdrop_that_was_asked_for(self):
        assert draw("mug", TEA, backdrop="#123456").split("</defs>")[1].count('fill="#123456"') == 1

    def test_takes_any_whole_number_as_variant(self):
        assert ElementTree.fromstring(draw("mug", TEA, variant=-7)) is not None
        assert ElementTree.fromstring(draw("mug", TEA, variant=10**12)) is not None

    def test_two_pictures_on_one_page_share_no_id(self):
        first, second = (set(re.findall(r' id="([^"]+)"', draw("mug", TEA, variant=v))) for v in (1, 2))
        assert not first & second


class TestBackdrop:
    def test_follows_the_main_colour(self):
        assert backdrop_for("#2f7d6b", "#f1d9a7", "#d9583b") == "#cfdbd1"


def _elements(name, variant):
    return ElementTree.fromstring(drawn(name, TEA, variant=variant)).iter()


def _paths(name, variant):
    return " ".join(e.get("d", "") + e.get("transform", "") for e in _elements(name, variant))
