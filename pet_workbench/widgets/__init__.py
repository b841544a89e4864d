"""Thin views for notebooks: every one is built with ``lang=LANG`` and testable through its traits.

Parts for pages are `Panel`, `Chart`, `Sentence`, `Columns`, `DataTable`, `Slider`, `Choice`,
`CheckBox`, `Button`, `Job`, `Exercise` and `Upload`; explorers live in a module each.

>>> from pet_workbench.widgets import Panel, Sentence
>>> Panel([Sentence("Nothing real here.")], lang="en").children[0].value
'Nothing real here.'
"""

from pet_workbench.widgets.accessibility import STYLE, A11y
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.controls import Button, CheckBox, Choice, Slider, row
from pet_workbench.widgets.data_table import DataTable, table_html
from pet_workbench.widgets.exercise import ChoiceField, Exercise, NumberField
from pet_workbench.widgets.job import Cancelled, Job, Step
from pet_workbench.widgets.page import (
    Columns,
    Panel,
    Sentence,
    card,
    error_panel,
    error_sentence,
    html,
    note,
    note_html,
)
from pet_workbench.widgets.upload import Download, FilePicker, Upload, UploadAnswer, UploadedFile

__all__ = [
    "STYLE",
    "A11y",
    "Button",
    "Cancelled",
    "Chart",
    "CheckBox",
    "Choice",
    "ChoiceField",
    "Columns",
    "DataTable",
    "Download",
    "Exercise",
    "FilePicker",
    "Job",
    "NumberField",
    "Panel",
    "Sentence",
    "Slider",
    "Step",
    "Upload",
    "UploadAnswer",
    "UploadedFile",
    "card",
    "error_panel",
    "error_sentence",
    "html",
    "note",
    "note_html",
    "row",
    "table_html",
]
