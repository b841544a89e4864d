"""The picture of the case `debts` shows the counts it was given, in words as well."""

import numpy as np
import pytest

from pet_workbench.i18n import LANGUAGES, text
from pet_workbench.viz.debts import counts_figure

COUNTS = np.array([0, 0, 0, 1, 1, 1, 1, 2, 2, 4])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("found", [(1,), (3, 4), range(1, 5), (0,)])
def test_every_resident_with_a_debt_stands_in_one_bar(lang, found):
    """Those the question is about in the second series, the others in the first."""
    figure = counts_figure(COUNTS, found=found, is_opened=True, lang=lang).to_dict()
    others, asked = ({x: y for x, y in zip(b["x"], b["y"], strict=True)} for b in figure["data"])
    sizes = {"1": 4, "2": 2, "3": 0, "4": 1}
    assert asked == {k: size for k, size in sizes.items() if int(k) in found}
    assert others == {k: size for k, size in sizes.items() if int(k) not in found}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_was_not_opened_is_not_called_found(lang):
    """The legend says so; the alternative text has all four numbers."""
    opened, closed = (
        counts_figure(COUNTS, found=(4,), is_opened=is_opened, lang=lang)
        for is_opened in (True, False)
    )
    assert opened.data[1].name == text("debts.series_found", lang)
    assert closed.data[1].name == text("debts.series_withheld", lang)
    said = closed.layout.meta["alt"]
    assert [part for part in said if part.isdigit()][-4:] == ["4", "2", "0", "1"]
