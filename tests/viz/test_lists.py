"""The pictures on lists say what they show, and their numbers are those given."""

import pytest

from pet_workbench.viz.lists import attack_figure, overlap_figure, provinces_figure


@pytest.mark.parametrize(
    ("lang", "said"), [("nl", "De meesten in Utrecht: 3."), ("en", "Most of them in Utrecht: 3.")]
)
def test_provinces(lang, said):
    """One bar per province, the largest named in the text alternative."""
    figure = provinces_figure({"Drenthe": 1, "Utrecht": 3}, lang=lang)
    assert list(figure.data[0].x) == [1, 3]
    assert list(figure.data[0].y) == ["Drenthe", "Utrecht"]
    assert said in figure.layout.meta["alt"]


def test_nobody_found_is_a_picture_too():
    """All bars are empty."""
    assert list(provinces_figure({"Drenthe": 0, "Utrecht": 0}, lang="en").data[0].x) == [0, 0]


def test_overlap():
    """Three bars with their numbers written."""
    figure = overlap_figure({"A": 480, "both": 20, "B": 1330}, alt="lists", lang="nl")
    assert [bar.x[0] for bar in figure.data] == [480, 20, 1330]
    assert figure.data[2].text[0] == "1.330"
    assert figure.layout.meta["alt"] == "lists"


def test_attack():
    """The line begins where nothing was tried, and the text tells where it ends."""
    figure = attack_figure([0.01, 0.02], [0.0, 0.025], about="Hashes", lang="nl")
    assert list(figure.data[0].x) == [0, 0.01, 0.02]
    assert list(figure.data[0].y) == [0, 0.0, 0.025]
    assert "2,0%" in figure.layout.meta["alt"]
    assert "2,5%" in figure.layout.meta["alt"]
