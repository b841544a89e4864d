"""The page of `aio` in a browser: as a policymaker meets it, and once in JupyterLab."""

import pytest

from tests.browser.servers import ROOT

EXAMPLES = ROOT / "data" / "examples"
NAME = "10_aio.ipynb"
WORDS = {
    "nl": {
        "try": "Probeer het zelf",
        "limit": "Inkomensgrens, in % van het sociaal minimum",
        "at_100": "liggen er 99 onder de grens",
        "at_101": "liggen er 102 onder de grens",
        "chart_101": "grens van 101%",
        "seen": "Wat zag elke partij?",
        "plain": "Alles opsturen",
        "readable": "De SVB zag 9.360 leesbare inkomens.",
        "secret": "Geheimen delen",
        "collusion": "Samenspannen",
        "collude": "Laat hen samenspannen",
        "alone": "Geen inkomen en geen naam.",
        "together": "Van de 8.878 mensen op de lijst van de SVB",
        "limits": "Wat het antwoord zelf verraadt",
        "nine": "Stel negen vragen",
        "allowed": "UWV doet hieronder mee aan ten hoogste zoveel berekeningen",
        "difference": "weet de SVB nu het inkomen",
        "refused": "geweigerd door UWV",
        "homomorphic": "Homomorfe versleuteling",
        "asked": "UWV zag wie de SVB laat nagaan: 8.878 persoonsnummers",
        "masks": "Een masker dat iets verraadt",
        "guess": "Laat UWV 10.000 keer raden",
        "coin": "niet beter dan een munt",
        "tampering": "Een veranderd bericht",
        "tamper": "Verander één getal onderweg",
        "unnoticed": "Niemand merkte het.",
        "detected": "Ontdekt.",
        "own": "Eigen gegevens",
        "svb": "Bestand van de SVB",
        "uwv": "Bestand van UWV",
        "files": ("svb_voorbeeld.csv", "uwv_voorbeeld.csv"),
        "run": "Controleer en bereken",
        "first": "Kies eerst deze bestanden",
        "answer": "In uw bestanden staan",
        "bad": "kolom inkomen",
        "download": "gevonden_huishoudens.csv",
        "header": "huishouden;persoon;aow",
        "wrong_csv": b"persoon;inkomen\n1;-5\n",
    },
    "en": {
        "try": "Try it",
        "limit": "Income limit, in % of the social minimum",
        "at_100": "99 are under the limit",
        "at_101": "102 are under the limit",
        "chart_101": "limit of 101%",
        "seen": "What did each party see?",
        "plain": "Send everything",
        "readable": "SVB saw 9,360 readable incomes.",
        "secret": "Secret sharing",
        "collusion": "Colluding",
        "collude": "Let them collude",
        "alone": "No income and no name.",
        "together": "Of the 8,878 people on SVB",
        "limits": "What the answer itself gives away",
        "nine": "Ask nine questions",
        "allowed": "Below, UWV takes part in at most this many computations",
        "difference": "SVB now knows the income",
        "refused": "refused by UWV",
        "homomorphic": "Homomorphic encryption",
        "asked": "UWV saw whom SVB asks about: 8,878 person numbers",
        "masks": "A mask that gives something away",
        "guess": "Let UWV guess 10,000 times",
        "coin": "no better than a coin",
        "tampering": "A changed message",
        "tamper": "Change one number on its way",
        "unnoticed": "Nobody noticed.",
        "detected": "Detected.",
        "own": "Own data",
        "svb": "File of SVB",
        "uwv": "File of UWV",
        "files": ("svb_example.csv", "uwv_example.csv"),
        "run": "Check and compute",
        "first": "First choose these files",
        "answer": "Your files hold",
        "bad": "column income",
        "download": "households_found.csv",
        "header": "household,person,aow",
        "wrong_csv": b"person,income\n1,-5\n",
    },
}


@pytest.fixture(params=("nl", "en"))
def lang(request):
    """Return each language in turn."""
    return request.param


def section(page, words, name):
    """Return a section by its name, as a screen reader finds it."""
    return page.get_by_role("region", name=words[name], exact=True)


def test_a_slider_moves_chart_and_sentence_by_keyboard(lang, open_once, axe, shot):
    """One step of the limit changes the answer and the chart; the page is accessible, keeps to
    itself, and at 320 pixels there is nothing to scroll sideways.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    part = section(page, words, "try")
    part.get_by_text(words["at_100"]).wait_for()
    part.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    assert axe(page) == []
    part.get_by_role("slider", name=words["limit"]).press("ArrowRight")
    part.get_by_text(words["at_101"]).wait_for()
    assert words["chart_101"] in part.get_by_role("img").first.get_attribute("aria-label")
    shot(page, f"10-aio-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"10-aio-{lang}-320")
    part.get_by_role("slider", name=words["limit"]).press("ArrowLeft")
    part.get_by_text(words["at_100"]).wait_for()
    assert page.outside == []
    assert page.complaints == []


def test_what_parties_saw_and_what_a_coalition_reads(lang, open_once, axe):
    """Sending everything shows readable incomes; one party alone learns nothing from secret
    sharing, SVB and the third party together all incomes.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    seen, collusion = section(page, words, "seen"), section(page, words, "collusion")
    seen.get_by_role("radio", name=words["plain"]).check()
    seen.get_by_text(words["readable"]).wait_for()
    seen.get_by_role("radio", name=words["secret"]).check()
    collusion.get_by_role("checkbox", name="SVB").press("Space")
    collusion.get_by_role("button", name=words["collude"]).press("Enter")
    collusion.get_by_text(words["alone"], exact=True).wait_for()
    collusion.get_by_role("checkbox", name="CBS").press("Space")
    collusion.get_by_role("button", name=words["collude"]).press("Enter")
    collusion.get_by_text(words["together"]).wait_for()

    assert axe(page, seen) == []
    assert axe(page, collusion) == []
    assert page.complaints == []


def test_attacks_on_the_answer_and_on_messages(lang, open_once, axe):
    """Nine questions single households out, UWV's counter refuses, and of two changed messages
    one is detected.
    """
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    limits, tampering = section(page, words, "limits"), section(page, words, "tampering")
    limits.get_by_role("button", name=words["nine"]).press("Enter")
    limits.get_by_text(words["difference"]).wait_for()
    limits.locator("[data-drawn] .bars .point").first.wait_for(state="attached")
    limits.get_by_role("slider", name=words["allowed"]).press("ArrowRight")
    limits.get_by_role("button", name=words["nine"]).press("Enter")
    limits.get_by_text(words["refused"]).wait_for()
    tampering.get_by_role("button", name=words["tamper"]).press("Enter")
    tampering.get_by_text(words["unnoticed"]).wait_for()
    tampering.get_by_text(words["detected"]).wait_for()

    assert axe(page, limits) == []
    assert axe(page, tampering) == []
    assert page.complaints == []


def test_what_uwv_sees_with_homomorphic_encryption_and_a_cheap_mask(lang, open_once, axe):
    """UWV sees whom SVB asks about; from a cheap mask it guesses, digit by digit it cannot."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    seen, masks = section(page, words, "seen"), section(page, words, "masks")
    seen.get_by_role("radio", name=words["homomorphic"]).check()
    seen.get_by_text(words["asked"]).wait_for()
    masks.get_by_role("button", name=words["guess"]).press("Enter")
    masks.get_by_text(words["coin"]).wait_for()
    masks.locator("[data-drawn] .bars .point").first.wait_for(state="attached")

    assert axe(page, seen) == []
    assert axe(page, masks) == []
    assert page.complaints == []


def test_own_files_in_and_the_answer_out(lang, open_once, axe, tmp_path):
    """Bad files are refused in words, good ones give a file in the format of the language."""
    words, page = WORDS[lang], open_once(f"{lang}/{NAME}")
    own, bad = section(page, words, "own"), tmp_path / "bad.csv"
    bad.write_bytes(words["wrong_csv"])
    svb, uwv = (EXAMPLES / name for name in words["files"])
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_role("alert").get_by_text(words["first"]).wait_for()
    own.get_by_label(words["svb"]).set_input_files(svb)
    own.get_by_label(words["uwv"]).set_input_files(bad)
    own.get_by_text("bad.csv (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_role("alert").get_by_text(words["bad"]).wait_for()
    assert axe(page, own) == []
    own.get_by_label(words["uwv"]).set_input_files(uwv)
    own.get_by_text(f"{uwv.name} (").wait_for()
    own.get_by_role("button", name=words["run"]).click()
    own.get_by_text(words["answer"]).wait_for()
    with page.expect_download() as download:
        own.get_by_role("link", name=words["download"]).click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()

    assert download.value.suggested_filename == words["download"]
    assert lines[0] == words["header"]
    assert len(lines) > 10
    assert page.outside == []
    assert page.complaints == []


def test_the_page_works_in_jupyterlab(open_lab, shot):
    """Run all cells, move the slider, and chart and sentence change."""
    words, page = WORDS["nl"], open_lab(f"nl/{NAME}")
    page.wait_for_selector(".pet-exercise", state="attached", timeout=90_000)
    cell = page.locator(".jp-CodeCell").filter(has_text="page.try_it").first
    cell.evaluate("(cell) => cell.scrollIntoView()")
    cell.get_by_text(words["at_100"]).wait_for()
    cell.get_by_role("slider", name=words["limit"]).press("ArrowRight")
    cell.get_by_text(words["at_101"]).wait_for()
    assert words["chart_101"] in cell.get_by_role("img").first.get_attribute("aria-label")
    shot(page, "lab-10-aio-nl")
    assert page.outside == []
