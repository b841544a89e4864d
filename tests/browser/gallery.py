"""A page with every part of `pet_workbench.widgets` once, for the browser tests."""

from pathlib import Path

import nbformat

CODE = """
import threading
import time

import pandas as pd
import plotly.graph_objects as go
from pet_workbench.core import DataError
from pet_workbench.viz import theme
from pet_workbench.widgets import (
    Chart, Choice, ChoiceField, Columns, DataTable, Exercise, Job, NumberField, Panel, Sentence,
    Slider, Upload, UploadAnswer, card, error_panel, html, note,
)


def bars(n):
    x, steps = [f"P{i}" for i in range(n)], range(1, n + 1)
    figure = theme.figure(
        go.Bar(x=x, y=[1234 * i for i in steps], name="ontvangen", marker=theme.bar(0)),
        go.Bar(x=x, y=[900 * i for i in steps], name="verstuurd", marker=theme.bar(1)),
        lang="nl", alt=f"Staafdiagram met {n} staven", x_title="partij", y_title="bedrag (euro)",
    )
    return figure


def lines(n):
    return theme.figure(
        go.Scatter(y=[i * i for i in range(n)], name="kwadraat", **theme.line(0)),
        go.Scatter(y=[2 * i for i in range(n)], name="dubbel", **theme.line(1)),
        lang="nl", alt=f"Twee lijnen met {n} punten",
    )


class Demo(Panel):
    def __init__(self):
        self.people = Slider("Aantal mensen", [1_000, 10_000, 100_000], lang="nl")
        self.parties = Slider("Aantal partijen", list(range(2, 11)), value=3, lang="nl")
        self.third = Choice("Wie is de derde rekenpartij?", {"cbs": "CBS", "n": "Een notaris"})
        self.bars, self.lines, self.sentence = Chart(bars(3)), Chart(lines(3)), Sentence()
        self.parties.observe(lambda c: self.draw(), "value")
        frame = pd.DataFrame({"id": ["a", "b"], "bedrag": [1234567, 5], "deel": [0.5, None]})
        super().__init__([
            Columns([self.people, self.parties]), self.third, self.bars, self.sentence,
            Columns([card("Wat SVB zag", [DataTable(frame, lang="nl", caption="Berichten")]),
                     card("Wat UWV zag", [self.lines])]),
            note("<p>Niets is echt.</p>", lang="nl", kind="simulation"),
            note("<p>Dit betekent iets.</p>", lang="nl", kind="fact"),
        ], lang="nl", label="Probeer het zelf")
        self.draw()

    def draw(self):
        n = self.parties.value
        self.bars.draw(bars(n))
        self.lines.draw(lines(n))
        self.sentence.say(f"Er zijn nu <strong>{n}</strong> partijen.")


def count(step):
    for i in range(200):
        step(i, 200)
        time.sleep(0.02)
    return i


def handle(files, step):
    content = files["svb"].content
    if b"," in content[:50]:
        raise DataError("page.upload_too_big", "x", name="svb.csv", size="1", limit="2")
    return UploadAnswer(f"<p>{len(content)} bytes</p>", b"id;bedrag\\n1;2\\n" * 100_000, "uit.csv")


demo = Demo()
job = Job(count, lang="nl")
exercise = Exercise(
    "<p>Hoeveel is 2 + 2?</p>", [NumberField(lang="nl")], lambda x: x == 4, lang="nl", n=1,
    hints=["Tel op uw vingers.", "Meer dan drie."], solution="<p>Twee en twee is vier.</p>",
)
choice = Exercise(
    "<p>Wie ziet wat?</p>", [ChoiceField({"a": "SVB", "b": "UWV"}, lang="nl")],
    lambda x: x == "a" or "Nee: UWV ziet niets.", lang="nl", solution="<p>SVB.</p>",
)
upload = Upload(
    {"svb": "Bestand van de SVB", "uwv": "Bestand van UWV"}, handle, lang="nl",
    warning="<p>Geen echte gegevens.</p>", examples={"svb": ("voorbeeld.csv", b"id;x\\n1;2\\n")},
)
"""


def write_gallery(path: Path) -> None:
    """Write the page as a notebook."""
    cell, text = nbformat.v4.new_code_cell, nbformat.v4.new_markdown_cell
    notebook = nbformat.v4.new_notebook(
        cells=[
            text("# Proefpagina\n\nEen inleiding met een formule: $x^2 + y$."),
            cell(CODE),
            text("## Proberen"),
            cell("demo"),
            text("## Lang werk"),
            cell("job"),
            text("## Opdrachten\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
            cell("exercise"),
            cell("choice"),
            text("## Eigen gegevens"),
            cell("upload"),
            cell("error_panel(ZeroDivisionError(), 'nl')"),
        ],
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "pet": {"lang": "nl"},
        },
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
