"""The page on falls in a browser, as a policymaker meets it."""

import pytest

NAME = "11_falls.ipynb"
WORDS = {
    "nl": {
        "keys": "Wie heeft welke sleutel?",
        "picture": "De zorgorganisatie heeft de geheime en de openbare sleutel.",
        "follow": "Volg de volgende cliënt",
        "try": "Probeer het zelf",
        "share": "Voor welk deel van de cliënten is er tijd?",
        "reached": "De zorgorganisatie bezoekt 750 cliënten",
        "meter": "Ruis en ruimte",
        "model": "Het model lezen",
        "ckks": "uit het versleutelde antwoord over één cliënt (CKKS)",
        "compute": "Reken het model uit",
        "read": "Gelukt, uit één antwoord over één cliënt.",
        "twice": "Twee keer vragen",
        "ask": "Vraag het twee keer",
        "uncracked": "Geen enkele versleuteling is gekraakt.",
        "changed": "Een veranderd bericht",
        "change": "Verander één bit",
        "refused": "Geweigerd, voordat er iets mee is gerekend.",
    },
    "en": {
        "keys": "Who holds which key?",
        "picture": "The care organisation holds the secret and the public key.",
        "follow": "Follow the next client",
        "try": "Try it",
        "share": "For which part of the clients is there time?",
        "reached": "The care organisation visits 750 clients",
        "meter": "Noise and room",
        "model": "Read the model",
        "ckks": "from the encrypted reply about one client (CKKS)",
        "compute": "Compute the model",
        "read": "It worked, from one reply about one client.",
        "twice": "Ask twice",
        "ask": "Ask twice",
        "uncracked": "No encryption was cracked.",
        "changed": "A changed message",
        "change": "Change one bit",
        "refused": "Refused, before anything was computed with it.",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def test_keys_meter_and_attacks_work(lang, open_app, axe, shot):
    """The picture and the meter are drawn, a slider moves the answer, the attacks have their
    effect and tampering is refused; the page is accessible, keeps to itself and fits a telephone.
    """
    words, page = WORDS[lang], open_app(f"{lang}/{NAME}")
    keys = page.get_by_role("region", name=words["keys"], exact=True)
    assert keys.get_by_role("img", name=words["picture"]).count() == 1
    keys.get_by_role("button", name=words["follow"]).press("Enter")
    part = page.get_by_role("region", name=words["try"], exact=True).first
    part.locator("[data-drawn] .scatterlayer .trace").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["share"]).press("ArrowRight")
    part.get_by_text(words["reached"]).wait_for()
    meter = page.get_by_role("region", name=words["meter"], exact=True)
    meter.locator("[data-drawn] .barlayer .point").first.wait_for(state="attached")
    model = page.get_by_role("region", name=words["model"], exact=True)
    model.get_by_role("radio", name=words["ckks"]).check()
    model.get_by_role("button", name=words["compute"]).press("Enter")
    model.get_by_text(words["read"]).wait_for()
    twice = page.get_by_role("region", name=words["twice"], exact=True)
    twice.get_by_role("button", name=words["ask"]).press("Enter")
    twice.get_by_text(words["uncracked"]).wait_for()
    changed = page.get_by_role("region", name=words["changed"], exact=True)
    changed.get_by_role("button", name=words["change"]).press("Enter")
    changed.get_by_text(words["refused"]).wait_for()
    shot(page, f"11-falls-{lang}-1280")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"11-falls-{lang}-360")
    assert page.outside == []
    assert page.complaints == []
