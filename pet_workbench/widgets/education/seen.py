"""What everybody receives, and what it takes: the messages of a real run of every technique."""

import numpy as np
import pandas as pd

from pet_workbench.usecases.education import READER
from pet_workbench.widgets import Sentence, html, table_html
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.case.live import Live, no_alert
from pet_workbench.widgets.education import runs

N = 20_000


class Seen(Live):
    """A table of techniques: what leaves, its size, the time, and how far it is off.

    Attributes
    ----------
    table : HTML
    sentence : Sentence
    """

    def __init__(self, words: Words) -> None:
        self.table, self.sentence, self.alert = html(""), Sentence(), no_alert()
        super().__init__(
            words,
            [self.alert, self.sentence, self.table, html(small(words("seen_note")))],
            label=words("seen_label"),
            controls=(),
        )

    def redraw(self) -> None:
        """Run every technique once."""
        words, rows = self.words, []
        for id in (runs.PLAIN, runs.SUPPRESSION, runs.COMPLEMENTARY, runs.PRIVATE):
            outcome = runs.run(id, N, minimum=runs.START_MINIMUM, epsilon=runs.START_EPSILON)
            view = outcome.transcript.view(READER)
            rows.append(
                (
                    words.technique(id),
                    words.number(int((~outcome.answer.hidden).sum())),
                    words.size(outcome.transcript.bytes),
                    words.duration(outcome.seconds),
                    words.number(outcome.error, 1),
                    words(f"seen_{id.replace(':', '_')}"),
                )
            )
        columns = ["way", "numbers", "bytes", "seconds", "off", "who"]
        self.table.value = table_html(
            pd.DataFrame(rows, columns=columns),
            lang=words.lang,
            caption=words("seen_caption"),
            headers={name: words(f"seen_column_{name}") for name in columns},
        )
        n_groups = len(outcome.answer.percentages)
        facts = {"pupils": N, "groups": n_groups, "messages": len(view.received)}
        self.sentence.say(f"<p>{words('seen_said', **words.written(facts))}</p>")
        self.cells = int(np.prod(outcome.answer.counts.shape))
