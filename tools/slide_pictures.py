"""Take the pictures for the slides from the running pages, with Chromium.

Every picture comes with the words that are in it, for people who do not see it and for the test
that finds a picture which the page has left behind.
"""

import base64
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pet_workbench.i18n import Language, text
from tools.notebooks import LANGUAGES
from tools.slide_plan import Plan, Shot, picture_path, read_record, write_record

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SCALE, QUALITY = 1.6, 0.9
MARGIN = 10
START_SECONDS, READY_MS, CALM_S = 120, 180_000, 1.5
LITERAL = "="

LINES = r"""(found) => found.flatMap(part => {
  if (part.matches("svg, .pet-chart")) {
    const named = part.matches("[aria-label]") ? part : part.querySelector("[aria-label]");
    return named ? [named.getAttribute("aria-label")] : [];
  }
  return part.innerText.split("\n").map(line => line.replace(/\s*\t\s*/g, " | ").trim());
}).filter((line, place, all) => line && line !== all[place - 1])"""

SENTENCES = r"""(found) => {
  const inside = found.flatMap(part => part.matches(".pet-sentence") ? [part]
    : [...part.querySelectorAll(".pet-sentence")]);
  const strong = found.flatMap(part => [...part.querySelectorAll("p > strong")]);
  return (inside.some(one => one.innerText.trim()) ? inside : strong)
    .map(one => one.innerText.replace(/\s+/g, " ").trim()).filter(Boolean);
}"""

WEBP = """async ([data, quality]) => {
  const picture = new Image();
  picture.src = "data:image/png;base64," + data;
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


@contextmanager
def app() -> Iterator[str]:
    """Serve the notebooks as the app until the block ends; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "voila", str(ROOT / "notebooks"), "--no-browser"),
        *("--template=pet", f"--port={port}", "--Voila.ip=127.0.0.1"),
        *("--Voila.tornado_settings", "{'mathjax_url': None, 'mathjax_config': None}"),
    ]
    here = {
        **os.environ,
        "JUPYTER_PATH": str(ROOT / "pet_workbench" / "jupyter"),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, env=here, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url: str) -> None:
    """Wait until `url` answers."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"need an answer from {url} in {START_SECONDS} s, got none")


def words_of(key: str, lang: Language) -> str:
    """Return the words of a step: those of the catalogue, or those after an equals sign."""
    return key[1:] if key.startswith(LITERAL) else text(key, lang)


def act(region: Any, step: Sequence[str], lang: Language) -> None:
    """Do one step of a plan in a part of the page."""
    verb, key, *more = step
    words = words_of(key, lang)
    if verb == "press":
        region.get_by_role("button", name=words).press("Enter")
    elif verb == "choose":
        region.get_by_role("radio", name=words).check()
    elif verb == "tick":
        region.get_by_role("checkbox", name=words).check()
    elif verb == "slide":
        region.get_by_role("slider", name=words).press(more[0])
    else:
        raise ValueError(f"need press, choose, tick or slide, got {verb}")
    settle(region)


def settle(region: Any) -> None:
    """Wait until a part of the page has said nothing new for a while."""
    said, since = region.inner_text(), time.monotonic()
    while time.monotonic() - since < CALM_S:
        time.sleep(0.2)
        if (now := region.inner_text()) != said:
            said, since = now, time.monotonic()


def parts(region: Any, shot: Shot) -> list[Any]:
    """Return the visible elements that `shot` takes, from top to bottom.

    Raises
    ------
    ValueError
        If a selector finds nothing: the page changed, and the plan did not follow.
    """
    if not shot.show:
        return [region]
    found = []
    for selector in shot.show:
        seen = [one for one in region.locator(selector).all() if one.is_visible()]
        if not (seen := [one for one in seen if one.bounding_box()["height"] > 1]):
            raise ValueError(f"need something for {selector!r} in {shot.name}, got nothing")
        found += seen
    return sorted(found, key=lambda one: (one.bounding_box()["y"], one.bounding_box()["x"]))


def frame(found: Sequence[Any], shift: float) -> dict[str, float]:
    """Return the rectangle around all elements, on the whole page."""
    boxes = [one.bounding_box() for one in found]
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    return {
        "x": max(0, left - MARGIN),
        "y": max(0, top + shift - MARGIN),
        "width": right - left + 2 * MARGIN,
        "height": bottom - top + 2 * MARGIN,
    }


def capture(page: Any, shot: Shot, lang: Language, *, target: Path | None) -> dict[str, Any]:
    """Do the steps of `shot`, save the picture when `target` is given, and return its words."""
    page.set_viewport_size({"width": shot.width, "height": 1000})
    region = page.get_by_role("region", name=text(shot.region, lang), exact=True)
    region.scroll_into_view_if_needed()
    settle(region)
    for step in shot.do:
        act(region, step, lang)
    for selector in shot.hide:
        region.locator(selector).evaluate_all("all => all.forEach(one => one.style.opacity = 0)")
    found = parts(region, shot)
    handles = [one.element_handle() for one in found]
    lines, said = page.evaluate(LINES, handles), page.evaluate(SENTENCES, handles)
    if target:
        page.evaluate("document.activeElement.blur()")
        shift = page.evaluate("window.scrollY")
        png = page.screenshot(full_page=True, clip=frame(found, shift), animations="disabled")
        webp = page.evaluate(WEBP, [base64.b64encode(png).decode(), QUALITY])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(webp))
    return {"alt": f"{text(shot.region, lang)} | {' '.join(said)}".strip(" |"), "lines": lines}


def take(plan: Plan, names: Sequence[str] = ()) -> None:
    """Take all pictures of `plan`, or those of the notebooks `names`."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
    with app() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for lang in LANGUAGES:
            record = read_record(lang)
            for name in names or plan.decks:
                record = {key: kept for key, kept in record.items() if not key.startswith(name)}
                record |= take_deck(browser, url, plan, name, lang)
            write_record(lang, record)
        browser.close()


def take_deck(browser: Any, url: str, plan: Plan, name: str, lang: Language) -> dict[str, Any]:
    """Take the pictures of one notebook in one language; return the words in them."""
    told = {}
    shots = {shot.name: shot for s in plan.decks[name] for shot in (s.picture, s.words) if shot}
    is_picture = {slide.picture.name for slide in plan.decks[name] if slide.picture}
    context = browser.new_context(device_scale_factor=SCALE, locale=lang)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{url}voila/render/{lang}/{name}.ipynb", wait_until="commit")
    page.wait_for_selector('body[data-pet-state="ready"]', timeout=READY_MS)
    for shot in shots.values():
        target = picture_path(name, lang, shot) if shot.name in is_picture else None
        told[f"{name}-{shot.name}"] = capture(page, shot, lang, target=target)
        print(f"{lang}/{name}-{shot.name}", flush=True)
    context.close()
    return told
