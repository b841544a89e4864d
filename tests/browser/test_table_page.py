"""The page of the table in a browser: walk, choose, attack and answer, by keyboard, twice."""

import pytest

WORDS = {
    "nl": {
        "next": "Volgende stap",
        "step": "Stap 2 van 6.",
        "threshold": "Drempel: zoveel deelgeheimen zijn nodig",
        "nothing": "over Anna is niets bekend",
        "found": "Anna is 34 jaar",
        "leave": "Laat deze persoon weggaan",
        "left": "Carla is 28 jaar",
        "additive": "Deelgeheimen (additief)",
        "works": "Gelukt.",
        "fails": "Mislukt.",
        "age": "Leeftijd van Anna",
        "answer": "Uw antwoord",
        "check": "Controleer",
        "unwrapped": "107 bestaat in dit spel niet.",
        "solved": "100 = 7",
        "walk": "Fluisteren, de kring rond",
        "shares": "Deelgeheimen met een drempel",
        "collusion": "Samenspannen",
        "exercises": "Opdrachten",
        "ages": "De leeftijden aan tafel",
    },
    "en": {
        "next": "Next step",
        "step": "Step 2 of 6.",
        "threshold": "Threshold: how many shares are needed",
        "nothing": "nothing is known about Anna",
        "found": "Anna is 34 years old",
        "leave": "Let this person leave",
        "left": "Carla is 28 years old",
        "additive": "Shares (additive)",
        "works": "It works.",
        "fails": "It fails.",
        "age": "Age of Anna",
        "answer": "Your answer",
        "check": "Check",
        "unwrapped": "107 does not exist in this game.",
        "solved": "100 = 7",
        "walk": "Whispering around the table",
        "shares": "Shares with a threshold",
        "collusion": "Collusion",
        "exercises": "Exercises",
        "ages": "The ages around the table",
    },
}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_whole_page_by_keyboard(lang, open_app, axe, shot):
    """Walk the ring, move the threshold, let somebody leave, collude, and answer a question.

    Everything is done with the keyboard; axe-core finds nothing before and after, nothing comes
    from outside, and the console stays clean.
    """
    words = WORDS[lang]
    page = open_app(f"{lang}/01_secret_sharing.ipynb")

    def part(name):
        return page.get_by_role("region", name=words[name], exact=True)

    walk = part("walk")
    walk.get_by_role("button", name=words["next"]).press("Enter")
    walk.get_by_text(words["step"]).wait_for()
    assert walk.get_by_role("img").get_attribute("aria-label")

    shares = part("shares")
    shares.get_by_text(words["nothing"]).wait_for()
    shares.get_by_role("slider", name=words["threshold"]).press("ArrowLeft")
    shares.get_by_text(words["found"]).wait_for()
    shares.get_by_role("checkbox", name="Bas").press("Space")
    shares.get_by_text(words["nothing"]).wait_for()

    assert axe(page) == []
    page.get_by_role("button", name=words["leave"]).press("Enter")
    page.get_by_text(words["left"]).wait_for()

    collusion = part("collusion")
    collusion.get_by_text(words["works"]).wait_for()
    collusion.get_by_role("radio", name=words["additive"]).press("Space")
    collusion.get_by_text(words["fails"]).wait_for()

    exercise = part("exercises").locator(".pet-exercise").first
    for typed, expected in (("107", "unwrapped"), ("7", "solved")):
        exercise.get_by_label(words["answer"]).fill(typed)
        exercise.get_by_role("button", name=words["check"], exact=True).press("Enter")
        exercise.get_by_text(words[expected]).first.wait_for()

    assert axe(page) == []
    shot(page, f"01-secret-sharing-{lang}")
    assert page.outside == []
    assert page.complaints == []


def test_an_age_changes_every_part_also_on_a_phone(open_app, shot):
    """One step of Anna's slider changes the answer that others find further down; at 320 pixels
    wide there is nothing to scroll sideways, but for wide tables in themselves.
    """
    words = WORDS["nl"]
    page = open_app("nl/01_secret_sharing.ipynb")
    shares = page.get_by_role("region", name=words["shares"], exact=True)
    shares.get_by_role("checkbox", name="Dewi").press("Space")
    shares.get_by_text("Anna is 34 jaar").wait_for()
    page.get_by_role("slider", name=words["age"]).press("ArrowRight")
    shares.get_by_text("Anna is 35 jaar").wait_for()

    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(page, "01-secret-sharing-nl-320")


def test_the_panels_work_in_jupyterlab(open_lab):
    """The same notebook with its code: run all cells, walk a step, move the threshold."""
    words = WORDS["en"]
    page = open_lab("en/01_secret_sharing.ipynb")
    page.wait_for_selector(".pet-exercise", state="attached", timeout=90_000)

    def show(code):
        # The Lab hides cells that are out of sight from screen readers, and so from this test.
        cell = page.locator(".jp-CodeCell").filter(has_text=code).first
        cell.evaluate("(cell) => cell.scrollIntoView()")
        return cell

    walk = show("RingWalk(ages")
    walk.get_by_role("button", name=words["next"]).click()
    walk.get_by_text(words["step"]).wait_for()
    shares = show("ThresholdShares(ages")
    shares.get_by_role("slider", name=words["threshold"]).press("ArrowLeft")
    shares.get_by_text(words["found"]).wait_for()
    assert page.outside == []
