"""Every rule accepts a good notebook and rejects the defect it is there for."""

import pytest
from nbformat.v4 import new_markdown_cell, new_output

from tools import notebook_rules
from tools.notebook_rules import dutch, markdown, page, pair

TITLE, LANGUAGE, TEXT, CODE = range(4)


def code(cell, source):
    """Give `cell` another source."""
    cell.source = source


def output(cell, text):
    """Give `cell` a stored output."""
    cell.outputs = [new_output("stream", name="stdout", text=text)]


PAGE_DEFECTS = [
    (page.cells_have_names, lambda cells: cells[CODE].update(id="3f2a91bc")),
    (page.cells_have_names, lambda cells: cells[CODE].update(id="title")),
    (page.cells_have_names, lambda cells: cells[CODE].update(cell_type="raw")),
    (page.opens_with_a_title, lambda cells: cells.insert(0, new_markdown_cell("Hello"))),
    (page.opens_with_a_title, lambda cells: cells.append(new_markdown_cell("# Again"))),
    (page.opens_with_a_title, lambda cells: cells.append(new_markdown_cell("#### Deep"))),
    (page.has_one_language_cell, lambda cells: cells.pop(LANGUAGE)),
    (page.has_one_language_cell, lambda cells: code(cells[LANGUAGE], 'LANG = "nl"')),
    (page.is_short, lambda cells: cells.extend(new_markdown_cell("more") for _ in range(30))),
    (page.is_short, lambda cells: code(cells[CODE], "1\n" * 16)),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], "1  # one")),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], 'print("two words")')),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], 'print(f"two words {LANG}")')),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], "%pip install numpy")),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], "!ls")),
    (page.code_holds_no_prose, lambda cells: code(cells[CODE], "get_ipython()")),
    (page.code_uses_public_names, lambda cells: code(cells[CODE], "import os")),
    (
        page.code_uses_public_names,
        lambda cells: code(cells[CODE], "from pet_workbench.i18n.glossary import _sort_key"),
    ),
    (
        page.code_uses_public_names,
        lambda cells: code(cells[CODE], "from pet_workbench.core import nothing"),
    ),
    (page.code_uses_public_names, lambda cells: code(cells[CODE], "sum.__self__")),
    (page.checked_cells_have_outputs, lambda cells: cells.pop(CODE)),
    (page.checked_cells_have_outputs, lambda cells: cells[CODE].update(outputs=[])),
    (page.checked_cells_have_outputs, lambda cells: cells[CODE].update(execution_count=None)),
    (page.checked_cells_have_outputs, lambda cells: cells[LANGUAGE].update(execution_count=1)),
    (
        page.checked_cells_have_outputs,
        lambda cells: cells[LANGUAGE].metadata.update(tags=["raises-exception"]),
    ),
    (page.outputs_hold_no_traces, lambda cells: output(cells[CODE], "/srv/someone/data.csv")),
    (page.outputs_hold_no_traces, lambda cells: output(cells[CODE], r"C:\Users\someone")),
    (page.outputs_hold_no_traces, lambda cells: output(cells[CODE], "core/errors.py:12")),
    (
        page.outputs_hold_no_traces,
        lambda cells: cells[CODE].outputs[0].data.update({page.WIDGET_VIEW: {"model_id": "1"}}),
    ),
    (page.has_signposts, lambda cells: code(cells[TITLE], "# Adding up")),
    (page.has_signposts, lambda cells: code(cells[TITLE], cells[TITLE].source[:-30])),
    (page.links_lead_somewhere, lambda cells: code(cells[TEXT], "[x](missing.ipynb)")),
    (page.links_lead_somewhere, lambda cells: code(cells[TEXT], "[x](/lab/tree/x)")),
    (page.links_lead_somewhere, lambda cells: code(cells[TEXT], "[x](../en/00_start.ipynb)")),
    (page.links_lead_somewhere, lambda cells: code(cells[TEXT], "[x](99_glossary.ipynb#none)")),
    (page.links_lead_somewhere, lambda cells: code(cells[TEXT], "![](00_start.ipynb)")),
]

PAIR_DEFECTS = [
    (pair.has_the_same_cells, lambda cells: cells.pop()),
    (pair.has_the_same_cells, lambda cells: cells[CODE].metadata.update(tags=[])),
    (pair.has_the_same_cells, lambda cells: cells.reverse()),
    (pair.has_the_same_cells, lambda cells: cells[TEXT].metadata.update(slideshow={})),
    (pair.has_the_same_code, lambda cells: code(cells[CODE], "sum([1, 3])")),
    (pair.has_the_same_code, lambda cells: code(cells[LANGUAGE], 'LANG = "en"')),
    (pair.has_the_same_skeleton, lambda cells: code(cells[TEXT], "### De som: $a + b$, `sum`")),
    (pair.has_the_same_skeleton, lambda cells: code(cells[TEXT], "## De som: $a - b$, `sum`")),
    (pair.has_the_same_skeleton, lambda cells: code(cells[TEXT], "## De som: $a + b$, `som`")),
    (pair.has_the_same_skeleton, lambda cells: code(cells[TITLE], "# Optellen")),
    (pair.translation_is_fresh, lambda cells: cells[TEXT].metadata.pop("translates")),
    (pair.states_the_same_minutes, lambda cells: code(cells[TITLE], "# Som\n\n6 minuten")),
]


@pytest.mark.parametrize("rule", notebook_rules.PAGE_RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_page_rules_accept_a_good_page(pair, lang, rule):
    """The small notebook gives no cause for a complaint."""
    assert list(rule(pair[lang])) == []


@pytest.mark.parametrize("rule", notebook_rules.PAIR_RULES, ids=lambda rule: rule.__name__)
def test_pair_rules_accept_a_good_pair(pair, rule):
    """The small pair gives no cause for a complaint."""
    assert list(rule(pair["en"], pair["nl"])) == []


@pytest.mark.parametrize(("rule", "break_it"), PAGE_DEFECTS)
def test_page_rules_reject_their_defect(pair, rule, break_it):
    """A page with one defect is complained about by the rule for that defect."""
    break_it(pair["en"].notebook.cells)
    assert list(rule(pair["en"]))


@pytest.mark.parametrize(("rule", "break_it"), PAIR_DEFECTS)
def test_pair_rules_reject_their_defect(pair, rule, break_it):
    """A Dutch page that left its original is complained about."""
    break_it(pair["nl"].notebook.cells)
    assert list(rule(pair["en"], pair["nl"]))


def test_an_edited_original_makes_its_translation_stale(pair):
    """Changing one English word is enough to ask for a new reading of the Dutch text."""
    pair["en"].notebook.cells[TEXT].source += " Always."
    assert [text.split(":")[0] for text in pair_complaints(pair)] == ["sum"]


def pair_complaints(pages):
    """Return the complaints about freshness."""
    return list(pair.translation_is_fresh(pages["en"], pages["nl"]))


def test_english_text_is_no_translation(pair):
    """An English sentence in the Dutch notebook is found, even when it was stamped."""
    pair["nl"].notebook.cells[TEXT].source = pair["en"].notebook.cells[TEXT].source
    assert pair_complaints(pair) == ["sum: still in English"]


@pytest.mark.parametrize("lost", ["metadata", "bytes"])
def test_a_file_that_is_not_in_normal_form_is_found(pair, tmp_path, lost):
    """Widget state in the metadata, or another order of keys, does not pass."""
    one = pair["en"]
    if lost == "metadata":
        one.notebook.metadata["widgets"] = {}
    else:
        path = tmp_path / "en" / "10_sum.ipynb"
        path.parent.mkdir()
        path.write_text(one.path.read_text() + "\n")
        one = page.Page.load(path)
    assert list(page.file_is_in_normal_form(one))


def test_every_rule_has_a_defect_that_it_rejects():
    """No rule can lose its teeth unseen."""
    elsewhere = {page.file_is_in_normal_form, notebook_rules.dutch_words}
    tried = {rule for rule, _ in PAGE_DEFECTS + PAIR_DEFECTS} | elsewhere
    assert tried == {*notebook_rules.PAGE_RULES, *notebook_rules.PAIR_RULES}


@pytest.mark.parametrize(
    "text",
    [
        "Elke partij krijgt een share.",
        "UWV leert niets over de ouderen.",
        "Een privacy enhancing technology.",
        "U kunt de threshold veranderen.",
        "Dat is dataminimalisatie.",
        "Verplaats je schuif.",
        "De waarde is 0.5 of meer.",
        "Er zijn 10,000 huishoudens.",
        'Dit heet "delen".',
        "De data uitwisseling mag niet.",
    ],
)
def test_wrong_dutch_is_found(pair, text):
    """Each of the words and habits on the list is found in a Dutch page, not in an English one."""
    for one in pair.values():
        one.notebook.cells[TEXT].source = text
    assert notebook_rules.dutch_words(pair["nl"])
    assert notebook_rules.dutch_words(pair["en"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Elke partij krijgt een deelgeheim (share); de drempel (threshold) is 2.",
        "Zie A. Shamir, *How to share a secret*, doi:10.1145/359168.359176.",
        "Nodig is Python 3.11 of nieuwer, en 10.000 rijen van 68,4 bytes.",
        "Wie dit wil leren, heeft 20 minuten nodig; het jaar 2023, artikel 9.2.",
        "Het object is te zien in de bijeenkomst.",
    ],
)
def test_good_dutch_passes(text):
    """English terms in brackets, titles, versions and Dutch numbers are no mistakes."""
    assert dutch.complaints(text) == []


def test_code_blocks_hide_nothing_and_count_for_nothing():
    """Headings, links and formulas inside code are code."""
    source = '# A\n\n```\n# not a heading\n[no](link)\n$no$\n```\n\n`[x](y)` [z](a.md "t") $m$'
    assert markdown.headings(source) == [1]
    assert markdown.targets(source) == ["a.md"]
    assert markdown.formulas(source) == ["$m$"]
    assert "not a heading" not in markdown.prose(source)


def test_links_are_found_in_every_way_to_write_them():
    """Markdown links, pictures, HTML and bare addresses all count."""
    source = '[a](b.md#c) ![d](e.svg) <a href="f.md">g</a> <https://h.nl> https://i.nl/j.'
    assert markdown.targets(source) == ["b.md#c", "e.svg", "f.md", "https://h.nl", "https://i.nl/j"]


def test_words_inside_a_formula_may_be_translated():
    """A formula is the same formula when only its words differ."""
    english, dutch_ = r"$x_\text{income} = 1$", r"$x_\text{inkomen} = 1$"
    assert markdown.formulas(english) == markdown.formulas(dutch_)
