"""The pictures of encrypted numbers show what they are given, and say it in words."""

import re
from xml.etree import ElementTree

import pytest

from pet_workbench.viz.homomorphic import Box, Holder, box_svg, cells_svg, holders_svg
from pet_workbench.viz.homomorphic_figures import beside, gauge_html, precision_figure, sizes_html

NAMES = ("Data owner", "Computing party")
HOLDERS = [
    Holder("A", 90, 40, ("public",)),
    Holder("B", 390, 40, ("secret", "public")),
    Holder("C", 390, 190, ()),
]


def drawn(svg):
    """Parse an SVG; return its texts and its element."""
    element = ElementTree.fromstring(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    )
    return [
        "".join(node.itertext()) for node in element.iter() if node.tag.endswith("text")
    ], element


def test_an_open_box_shows_its_paper_and_a_locked_one_what_outsiders_see():
    """The number is on the paper; the excerpt is on the box; both parties are named."""
    opened, _ = drawn(box_svg(Box("owner", True, paper="1,250"), names=NAMES, alt="x"))
    locked, _ = drawn(box_svg(Box("there", False, excerpt=("ab", "cd")), names=NAMES, alt="x"))

    assert opened == [*NAMES, "1,250"]
    assert locked == [*NAMES, "ab", "cd"]


@pytest.mark.parametrize("place", ["owner", "there", "computer", "back"])
def test_every_place_is_within_the_picture(place):
    """No part of the box lies outside the width of the picture."""
    _, element = drawn(box_svg(Box(place, False, excerpt=("ab", "cd")), names=NAMES, alt="x"))
    boxes = [node for node in element.iter() if node.tag.endswith("rect")]

    assert all(float(node.get("x")) >= 0 for node in boxes)
    assert all(float(node.get("x")) + float(node.get("width")) <= 480 for node in boxes)


def test_text_is_escaped():
    """What stands in a picture is never mark-up."""
    svg = box_svg(Box("owner", True, paper="<b>"), names=("<i>", "&"), alt='"')

    assert drawn(svg)[0] == ["<i>", "&", "<b>"]
    assert drawn(svg)[1].get("aria-label") == '"'


def test_arrows_are_numbered_in_order_and_keys_are_counted():
    """One number per arrow; as many keys as are held, the secret one filled."""
    texts, element = drawn(holders_svg(HOLDERS, [(0, 1), (1, 2)], alt="x"))
    keys = [node for node in element.iter() if node.tag.endswith("path")]

    assert texts == ["1", "2", "A", "B", "C"]
    assert [node.get("fill") for node in keys].count("#E69F00") == 1
    assert len(keys) == 3


def test_arrows_there_and_back_do_not_lie_on_each_other():
    """Two arrows between the same parties run beside each other."""
    _, element = drawn(holders_svg(HOLDERS, [(0, 1), (1, 0)], alt="x"))
    heights = {float(n.get("y1")) for n in element.iter() if n.tag.endswith("line")}

    assert len(heights) == 2


def test_cells_are_darker_the_larger_and_empty_where_there_is_nothing():
    """Three cells: nothing, little and much."""
    texts, element = drawn(cells_svg([("row", [None, 0.1, 0.9])], alt="x"))
    shades = [n.get("fill-opacity") for n in element.iter() if n.tag.endswith("rect")]

    assert texts == ["row"]
    assert shades[0] is None
    assert float(shades[1]) < float(shades[2]) <= 1


@pytest.mark.parametrize(("share", "now"), [(-1.0, 0), (0.5, 50), (7.0, 100)])
def test_a_gauge_stays_between_empty_and_full(share, now):
    """Whatever the share, the bar is neither negative nor longer than its frame."""
    shown = gauge_html("Level", share, written="1", told="one")

    assert f'aria-valuenow="{now}"' in shown
    assert f"width:{now:.1f}%" in shown


def test_a_nearly_empty_gauge_has_another_colour():
    """What runs out is seen, and the number says it as well."""
    low, high = (gauge_html("Level", share, written="1", told="") for share in (0.1, 0.9))

    assert re.findall(r"background:(#\w+);height:100%", low + high) == ["#D55E00", "#154273"]


def test_parts_stand_beside_each_other():
    """All parts are there, in order."""
    assert re.findall(r"<p>(\w)</p>", beside(["<p>a</p>", "<p>b</p>"])) == ["a", "b"]


@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "5,0 goede cijfers"), ("en", "5.0 right digits")]
)
def test_precision_has_a_line_per_scale_and_says_where_each_ends(lang, said):
    """Lines end where the next multiplication was refused; a scale without any has no sentence."""
    figure = precision_figure({25: [5.0, 2.0, 1.5], 50: [12.0], 60: []}, depth=2, lang=lang)

    assert [list(line.x) for line in figure.data] == [[0, 1, 2], [0], []]
    assert [list(line.y) for line in figure.data] == [[5.0, 2.0, 1.5], [12.0], []]
    assert said in figure.layout.meta["alt"]
    assert "60" not in figure.layout.meta["alt"]


def test_sizes_grow_with_their_numbers_and_are_written():
    """Ten times as much is one fifth of the width more."""
    shown = sizes_html({"numbers": 10_000, "keys": 1_000_000}, lang="nl")

    assert re.findall(r"width:([\d.]+)%", shown.replace("max-width", "")) == ["20.0", "60.0"]
    assert "10,0 kB" in shown
    assert "1,0 MB" in shown
