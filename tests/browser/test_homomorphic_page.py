"""The page on homomorphic encryption in a browser: walk, move, be refused, attack; by keyboard."""

import pytest

NAME = "02_homomorphic.ipynb"
WORDS = {
    "nl": {
        "box": "De gesloten doos",
        "next": "Volgende stap",
        "last": "Stap 6 van 6.",
        "answer": "leest € 1.550",
        "arrangement": "De rekenpartij heeft ook de geheime sleutel",
        "verdict": "kan alles lezen",
        "depth": "Diepte: hoe vaak achter elkaar vermenigvuldigen",
        "refused": "De meter weigert",
        "compute": "Reken het echt na",
        "computed": "De grootste fout was",
        "cents": "Euro's met centen achter de komma",
        "scheme": "BFV weigert:",
        "job": "Een macht: getallen steeds met zichzelf vermenigvuldigen",
        "raw": "De geheime sleutel is gevonden",
        "flooded": "De uitkomsten, met extra ruis",
        "fails": "De aanval mislukt",
        "attack": "Bereken de sleutel",
        "buttons": {
            "Maak de fout": "zonder enige waarschuwing",
            "Verander het bericht": "40 van de 40 keer geweigerd",
            "Tel ze versleuteld op": "Het totaal klopt tot op de cent",
        },
    },
    "en": {
        "box": "The locked box",
        "next": "Next step",
        "last": "Step 6 of 6.",
        "answer": "reads €1,550",
        "arrangement": "The computing party holds the secret key as well",
        "verdict": "can read everything",
        "depth": "Depth: how many multiplications in a row",
        "refused": "The meter refuses",
        "compute": "Really compute it",
        "computed": "The largest error was",
        "cents": "Euros with cents behind the point",
        "scheme": "BFV refuses:",
        "job": "A power: numbers times themselves, again and again",
        "raw": "The secret key was found",
        "flooded": "The answers, with added noise",
        "fails": "The attack fails",
        "attack": "Compute the key",
        "buttons": {
            "Make the mistake": "without any warning",
            "Change the message": "refused 40 of 40 times",
            "Add them up encrypted": "The total is right to the cent",
        },
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_page_by_keyboard(lang, open_app, axe, shot):
    """Walk to the answer, be refused, compute, choose, attack in three ways.

    axe-core finds nothing before and after, nothing comes from outside, the console stays clean,
    and nothing is cut off at 320 pixels.
    """
    words = WORDS[lang]
    page = open_app(f"{lang}/{NAME}")

    def press(button):
        page.get_by_role("button", name=button, exact=True).press("Enter")

    def choose(option):
        page.get_by_role("radio", name=option, exact=True).press("Space")

    def see(text):
        page.get_by_text(text).first.wait_for()

    page.locator("[data-drawn]").first.wait_for(state="attached")
    assert axe(page) == []
    box = page.get_by_role("region", name=words["box"], exact=True)
    for _ in range(5):
        box.get_by_role("button", name=words["next"]).press("Enter")
    see(words["last"])
    see(words["answer"])
    choose(words["arrangement"])
    see(words["verdict"])

    press(words["compute"])
    see(words["computed"])
    depth = page.get_by_role("slider", name=words["depth"])
    for _ in range(3):
        depth.press("ArrowRight")
    see(words["refused"])
    choose(words["cents"])
    see(words["scheme"])
    choose(words["job"])
    see("8.192" if lang == "nl" else "8,192")

    for button, result in words["buttons"].items():
        press(button)
        see(result)
    press(words["attack"])
    see(words["raw"])
    choose(words["flooded"])
    press(words["attack"])
    see(words["fails"])

    assert axe(page) == []
    shot(page, f"02-homomorphic-{lang}-1280")
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, f"02-homomorphic-{lang}-320")
    assert page.outside == []
    assert page.complaints == []
