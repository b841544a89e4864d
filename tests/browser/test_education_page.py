"""The page on tables about pupils in a browser, as a policymaker meets it; mostly by keyboard."""

import pytest

NAME = "13_education_tables.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "noise": "Ruis toevoegen (differentiële privacy)",
        "noisy": "elk met ruis",
        "leak": "Aanval 1: uitrekenen wat er is weggelaten",
        "work_out": "Reken uit wat er volgt",
        "follows": "uit de totalen en percentages ernaast",
        "editions": "Aanval 2: twee uitgaven van dezelfde tabel",
        "move": "Laat leerlingen verhuizen en publiceer opnieuw",
        "moved": "Bij 400 verhuizingen",
        "small": "Kleine scholen",
        "epsilon": "Privacyverlies epsilon (kleiner is meer ruis)",
        "unusable": "is het getal niet bruikbaar",
        "adding": "Tabellen die optellen",
        "whole": "En ook: afronden op hele leerlingen",
        "adds": "Alles telt op, in hele leerlingen",
        "own": "Met eigen gegevens",
        "run": "Controleer en bereken",
        "ready": "De tabel is klaar",
    },
    "en": {
        "try": "Try it",
        "noise": "Adding noise (differential privacy)",
        "noisy": "each with noise",
        "leak": "Attack 1: working out what was left out",
        "work_out": "Work out what follows",
        "follows": "from the totals and percentages beside them",
        "editions": "Attack 2: two editions of the same table",
        "move": "Let pupils move and publish again",
        "moved": "In 400 moves",
        "small": "Small schools",
        "epsilon": "Privacy loss epsilon (smaller is more noise)",
        "unusable": "the number is not usable",
        "adding": "Tables that add up",
        "whole": "And also: round to whole pupils",
        "adds": "Everything adds up, in whole pupils",
        "own": "With data of your own",
        "run": "Check and compute",
        "ready": "The table is ready",
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_small_counts_follow_and_noise_helps(lang, open_once, axe, shot):
    """The attacks work on what was left out; noise fills the table; small schools are honest; the
    page is accessible, keeps to itself and fits a telephone.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    leak = page.get_by_role("region", name=words["leak"], exact=True)
    leak.get_by_role("button", name=words["work_out"]).press("Enter")
    leak.get_by_text(words["follows"]).wait_for()
    part = page.get_by_role("region", name=words["try"], exact=True)
    part.get_by_role("radio", name=words["noise"]).check()
    part.get_by_text(words["noisy"]).wait_for()
    editions = page.get_by_role("region", name=words["editions"], exact=True)
    editions.get_by_role("button", name=words["move"]).press("Enter")
    editions.get_by_text(words["moved"]).wait_for()
    small = page.get_by_role("region", name=words["small"], exact=True)
    small.get_by_role("slider", name=words["epsilon"]).press("Home")
    small.get_by_text(words["unusable"]).wait_for()
    adding = page.get_by_role("region", name=words["adding"], exact=True)
    adding.get_by_role("radio", name=words["whole"]).check()
    adding.get_by_text(words["adds"]).wait_for()
    page.locator("[data-drawn] .bars").first.wait_for(state="attached")
    assert axe(page) == []
    shot(page, f"13-education-{lang}-1280")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_function("document.documentElement.scrollWidth <= 360")
    shot(page, f"13-education-{lang}-360")
    assert page.outside == []
    assert page.complaints == []


def test_own_pupils_come_back_as_a_release(open_once, tmp_path):
    """The example is downloaded, chosen, and answered by a zip file with table and statement."""
    words, page = WORDS["nl"], open_once(f"nl/{NAME}")
    part = page.get_by_role("region", name=words["own"], exact=True)
    with page.expect_download() as example:
        part.get_by_role("link", name="education_pupils_voorbeeld.csv").click()
    file = tmp_path / "voorbeeld.csv"
    example.value.save_as(file)
    part.locator("input[type=file]").set_input_files(file)
    part.get_by_text(f"{file.name} (").wait_for()
    part.get_by_role("button", name=words["run"]).click()
    part.get_by_text(words["ready"]).wait_for()
    with page.expect_download() as release:
        part.get_by_role("link", name="leerlingen_met_ruis.zip").click()
    content = tmp_path / "vrijgave.zip"
    release.value.save_as(content)
    assert content.read_bytes()[:2] == b"PK"
