"""The page on gas use in a browser, as a policymaker meets it."""

import pytest

NAME = "14_gas.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "epsilon": "Privacybudget van de publicatie: epsilon (ε)",
        "risk": "88%",
        "sizes": "Hoe klein mag een gebied zijn?",
        "budget": "Hoeveel budget kost een marge?",
        "needed": "ε = 1,6",
        "border": "Eén huis uit twee tabellen",
        "exactly": "Twee indelingen, met een ondergrens",
        "all": "het verbruik precies",
        "noisily": "Twee indelingen, met ruis",
        "none": "Nu publiceert iemand beide tabellen met ruis",
        "more": "Vraag nog een tabel",
        "refused": "Dit lukte niet",
        "publish": "Publiceren met een budgetboek",
        "press": "Publiceer met de keuzes van hierboven",
        "done": "Gepubliceerd.",
        "file": "verantwoording.json",
    },
    "en": {
        "try": "Try it",
        "epsilon": "Privacy budget of the publication: epsilon (ε)",
        "risk": "88%",
        "sizes": "How small may an area be?",
        "budget": "How much budget does a margin take?",
        "needed": "ε = 1.6",
        "border": "One home from two tables",
        "exactly": "Two divisions, with a minimum",
        "all": "the exact use",
        "noisily": "Two divisions, with noise",
        "none": "Now somebody publishes both tables with noise",
        "more": "Ask for one more table",
        "refused": "This did not work",
        "publish": "Publishing with a budget ledger",
        "press": "Publish with the choices above",
        "done": "Published.",
        "file": "privacy-statement.json",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_map_attack_and_statement_work(lang, open_app, axe, shot):
    """Maps are drawn, a slider moves the risk, two tables give houses away and noise does not, a
    publication comes with its statement; the page is accessible, keeps to itself and fits.
    """
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    part = page.get_by_role("region", name=words["try"], exact=True).first
    part.locator("[data-drawn] .scatterlayer .trace").nth(3).wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["epsilon"]).press("ArrowRight")
    part.get_by_text(words["risk"]).first.wait_for()
    sizes = page.get_by_role("region", name=words["sizes"], exact=True)
    sizes.locator("[data-drawn] .scatterlayer .trace").first.wait_for(state="attached")
    page.get_by_role("region", name=words["budget"], exact=True).get_by_text(
        words["needed"]
    ).wait_for()
    border = page.get_by_role("region", name=words["border"], exact=True)
    border.get_by_role("button", name=words["exactly"]).press("Enter")
    border.get_by_text(words["all"]).wait_for()
    border.get_by_role("button", name=words["noisily"]).press("Enter")
    border.get_by_text(words["none"]).wait_for()
    border.get_by_role("button", name=words["more"]).press("Enter")
    border.get_by_text(words["refused"]).wait_for()
    publish = page.get_by_role("region", name=words["publish"], exact=True)
    publish.get_by_role("button", name=words["press"]).press("Enter")
    publish.get_by_text(words["done"]).wait_for()
    with page.expect_download() as download:
        publish.get_by_role("link", name=words["file"]).click()
    assert download.value.suggested_filename == words["file"]
    shot(page, f"14-gas-{lang}-1280")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"14-gas-{lang}-360")
    assert page.outside == []
    assert page.complaints == []
