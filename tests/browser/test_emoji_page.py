"""The page of `emoji` in a browser, as a policymaker meets it."""

import pytest

NAME = "12_emoji.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "epsilon": "Privacyverlies per melding (epsilon, ε): laag beschermt sterker",
        "risk_1": "hoogstens 73% zeker",
        "risk_2": "hoogstens 88% zeker",
        "fakes": "Valse toestellen",
        "lift": "Laat de valse toestellen melden",
        "lifted": "telt één valse melding voor",
        "visible": "Wanneer wordt een emoji zichtbaar?",
        "attempt": "Probeer het 20 keer",
        "tried": "van de 20",
    },
    "en": {
        "try": "Try it",
        "epsilon": "Privacy loss per report (epsilon, ε): low protects more",
        "risk_1": "at most 73% sure",
        "risk_2": "at most 88% sure",
        "fakes": "Fake devices",
        "lift": "Let the fake devices report",
        "lifted": "one fake report counts for",
        "visible": "When does an emoji become visible?",
        "attempt": "Try it 20 times",
        "tried": "of 20",
    },
}
FONT = "PET Emoji"
WIDTH = """async ([font, sign]) => {
    // a page that is drawn again loads its font again
    await document.fonts.load(`40px ${font}`, sign);
    const context = document.createElement("canvas").getContext("2d");
    context.font = `40px ${font}`;
    return context.measureText(sign).width;
}"""


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_estimates_move_fakes_lift_and_the_page_fits(lang, open_once, axe, shot):
    """Epsilon changes the risk in words; fakes and trials answer; the page is accessible, keeps to
    itself and fits a telephone.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = page.get_by_role("region", name=words["try"], exact=True)
    part.get_by_text(words["risk_1"]).first.wait_for()
    part.locator("[data-drawn] .barlayer .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["epsilon"]).press("ArrowRight")
    part.get_by_text(words["risk_2"]).first.wait_for()
    visible = page.get_by_role("region", name=words["visible"], exact=True)
    visible.get_by_role("button", name=words["attempt"]).press("Enter")
    visible.get_by_text(words["tried"]).first.wait_for()
    fakes = page.get_by_role("region", name=words["fakes"], exact=True)
    fakes.get_by_role("button", name=words["lift"]).press("Enter")
    fakes.get_by_text(words["lifted"]).first.wait_for()
    shot(page, f"12-emoji-{lang}-1280")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"12-emoji-{lang}-360")
    assert page.outside == []
    assert page.complaints == []


def test_no_emoji_is_a_box(open_once):
    """The font that comes with the page is loaded, and every emoji on it has a glyph: in that font
    alone, none is as wide as a character that no font has.
    """
    page = open_once(f"nl/{NAME}")
    part = page.get_by_role("region", name=WORDS["nl"]["try"], exact=True)
    part.locator("[data-drawn] .barlayer .point").first.wait_for(state="attached")
    page.wait_for_function(
        f"[...document.fonts].some(one => one.family.includes('{FONT}') && one.status == 'loaded')"
    )
    rows = part.locator(".pet-table tbody tr td:nth-child(2)").all_inner_texts()
    signs = [row.split(" ", 1)[0] for row in rows]
    assert len(signs) == 10
    # a box comes from another font; ours draws all its emoji equally wide
    widths = {page.evaluate(WIDTH, [f"'{FONT}'", sign[0]]) for sign in signs}
    assert len(widths) == 1
    assert widths != {page.evaluate(WIDTH, [f"'{FONT}'", "\U000e0fff"])}
