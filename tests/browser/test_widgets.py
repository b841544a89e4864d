"""Every widget in the app: by keyboard, for screen readers, with real files."""

import time

import pytest

DRAWN_BARS = "[data-drawn] .bars .point"
PLOTLY_SCRIPTS = "document.querySelectorAll('script[src$=\"/plotly.min.js\"]').length"
DRAWN = "document.querySelector('[data-drawn]').dataset.drawn"


@pytest.fixture
def gallery(open_once):
    """Open the page with every widget, with its first chart drawn."""
    page = open_once("nl/gallery.ipynb")
    page.wait_for_selector(DRAWN_BARS, state="attached", timeout=90_000)
    return page


def test_all_widgets_together_are_accessible_and_keep_to_themselves(gallery, axe, shot):
    """axe-core finds nothing on a page with every widget, nothing comes from outside, the console
    is clean, and at 320 pixels there is nothing to scroll sideways.
    """
    assert axe(gallery) == []
    shot(gallery, "gallery-nl-1280")
    gallery.set_viewport_size({"width": 320, "height": 640})
    gallery.wait_for_function("document.documentElement.scrollWidth <= 320")
    shot(gallery, "gallery-nl-320")
    assert gallery.outside == []
    assert gallery.complaints == []


def test_the_keyboard_moves_slider_chart_and_sentence(gallery):
    """An arrow key changes the slider's words, the chart, its text, and the sentence."""
    handle = gallery.get_by_role("slider", name="Aantal partijen")
    handle.press("Home")
    gallery.get_by_text("Er zijn nu 2 partijen.").wait_for()
    handle.press("ArrowRight")
    gallery.get_by_text("Er zijn nu 3 partijen.").wait_for()
    assert handle.get_attribute("aria-valuetext") == "3"
    before = gallery.evaluate(DRAWN)
    handle.press("ArrowRight")
    gallery.wait_for_function(f"{DRAWN} > {before}")
    gallery.get_by_text("Er zijn nu 4 partijen.").wait_for()

    assert handle.get_attribute("aria-valuetext") == "4"
    assert gallery.get_by_role("img", name="Staafdiagram met 4 staven").count() == 1
    assert gallery.locator("[data-drawn]").first.locator(".bars .point").count() == 2 * 4


def test_a_move_is_seen_within_a_second(gallery):
    """Of five moves the quickest is drawn within 300 ms, and most within a second."""
    handle = gallery.get_by_role("slider", name="Aantal partijen")
    times = []
    for _ in range(5):
        before, start = gallery.evaluate(DRAWN), time.monotonic()
        handle.press("ArrowRight")
        gallery.wait_for_function(f"{DRAWN} > {before}")
        times.append(time.monotonic() - start)

    assert min(times) < 0.3
    assert sorted(times)[2] < 1


def test_controls_have_names(gallery):
    """Sliders, radio buttons, regions and tables are called what a reader sees above them."""
    assert gallery.get_by_role("region", name="Probeer het zelf").count() == 1
    group = gallery.get_by_role("radiogroup", name="Wie is de derde rekenpartij?")
    assert group.get_by_role("radio").count() == 2
    assert gallery.get_by_role("table", name="Berichten").count() == 1
    assert gallery.get_by_role("slider", name="Aantal mensen").get_attribute("aria-valuetext") == (
        "1.000"
    )
    assert gallery.locator('.pet-panel:not([lang="nl"])').count() == 0


def test_formulas_are_set_without_help_from_outside(gallery):
    """Formulas in a text are drawn by the MathJax that comes with JupyterLab."""
    gallery.locator("mjx-container").first.wait_for()

    assert gallery.outside == []


def test_plotly_is_fetched_once_for_two_charts(gallery):
    """One plotly.js of the server draws both charts, and neither has a bar with buttons."""
    gallery.wait_for_function("document.querySelectorAll('[data-drawn]').length === 2")

    assert gallery.evaluate(PLOTLY_SCRIPTS) == 1
    assert gallery.locator(".modebar-btn").count() == 0


def test_plotly_comes_from_the_kernel_where_the_server_has_none(page, open_app):
    """When the file cannot be fetched, the page asks the kernel for it, and charts are drawn."""
    page.route("**/plotly.min.js", lambda route: route.abort())
    open_app("nl/gallery.ipynb")
    page.wait_for_selector(DRAWN_BARS, state="attached", timeout=90_000)

    assert page.outside == []


def test_an_exercise_answers_by_keyboard(gallery):
    """Type, Tab, Enter: the feedback stands in a live region; then hint and explanation."""
    exercise = gallery.locator(".pet-exercise").first
    exercise.get_by_label("Uw antwoord").fill("5")
    gallery.keyboard.press("Tab")
    gallery.keyboard.press("Enter")
    exercise.locator('[role="status"] .pet-wrong').wait_for()
    exercise.get_by_role("button", name="Geef een hint").click()
    exercise.get_by_text("Hint 1 van 2: Tel op uw vingers.").wait_for()
    exercise.get_by_label("Uw antwoord").fill("4")
    exercise.get_by_role("button", name="Controleer").click()
    exercise.locator(".pet-right").wait_for()

    assert exercise.get_by_text("Twee en twee is vier.").is_visible()


def test_long_work_can_be_stopped(gallery):
    """Cancel ends the work while it is busy; the page stays alive meanwhile."""
    job = gallery.locator(".pet-job").first
    job.get_by_role("button", name="Start").click()
    job.locator("progress[value]").wait_for()
    job.get_by_role("button", name="Stop").click()
    job.get_by_text("Gestopt. Er is niets bewaard.").wait_for()

    assert job.get_by_role("button", name="Start").is_enabled()


def test_a_file_larger_than_a_message_may_be_goes_up_and_the_answer_comes_down(gallery, tmp_path):
    """A file of 24 MB, more than a web socket message may hold, arrives whole; the answer of 1.4 MB
    is saved whole.
    """
    big, small = tmp_path / "svb.csv", tmp_path / "uwv.csv"
    big.write_bytes(b"id;bedrag\n" + b"123456789;1\n" * 2_000_000)
    small.write_bytes(b"id;bedrag\n1;2\n")
    upload = gallery.locator(".pet-upload")
    upload.get_by_role("button", name="Controleer en bereken").click()
    upload.get_by_text(
        "Kies eerst deze bestanden: Bestand van de SVB en Bestand van UWV."
    ).wait_for()
    upload.get_by_label("Bestand van de SVB").set_input_files(big)
    upload.get_by_label("Bestand van UWV").set_input_files(small)
    upload.get_by_text("svb.csv (24,0 MB) is ontvangen").wait_for(timeout=60_000)
    upload.get_by_text("uwv.csv (14 B) is ontvangen").wait_for()
    upload.get_by_role("button", name="Controleer en bereken").click()
    upload.get_by_text("24000010 bytes").wait_for()
    with gallery.expect_download() as download:
        upload.get_by_role("link", name="Download uit.csv").click()

    assert download.value.suggested_filename == "uit.csv"
    assert download.value.path().stat().st_size == 1_400_000


def test_wrong_files_are_told_in_words(gallery, tmp_path):
    """What the handler refuses stands on the page as an alert, without a traceback."""
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(b"id,bedrag\n1,2\n")
    upload = gallery.locator(".pet-upload")
    for label in ("Bestand van de SVB", "Bestand van UWV"):
        upload.get_by_label(label).set_input_files(wrong)
    gallery.wait_for_function(
        "[...document.querySelectorAll('.pet-file')].every(f => /ontvangen/.test(f.innerText))"
    )
    upload.get_by_role("button", name="Controleer en bereken").click()
    alert = upload.get_by_role("alert")
    alert.wait_for()

    assert "svb.csv is te groot" in alert.inner_text()
    assert "Traceback" not in gallery.locator("body").inner_text()
