"""Other engines on the same work, in turns with ours: how many times as long they take."""

from functools import partial
from html import escape

from pet_workbench.bench import peers
from pet_workbench.i18n import day
from pet_workbench.viz.evidence_peers import peers_exhibit
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.controls import Choice
from pet_workbench.widgets.evidence.exhibits import Showing
from pet_workbench.widgets.page import Panel, Sentence, html


class Beside(Panel):
    """Choose a kind of work; see the other engines beside ours, and which are absent.

    Attributes
    ----------
    family : Choice
    exhibit : Showing
    holds : Sentence
        What the times hold, and what is not compared.
    absent : HTML
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        measured = {record.family for record in peers.stored()}
        families = [family for family in peers.FAMILIES if family in measured]
        self.family = Choice(
            words("beside_family"),
            {one: words(f"peers.family_{one}") for one in families or peers.FAMILIES},
        )
        self.exhibit, self.holds, self.absent = Showing(words), Sentence(), html("")
        super().__init__(
            [self.family, self.holds, self.exhibit, self.absent],
            lang=words.lang,
            label=words("beside_label"),
        )
        self.family.observe(lambda _: self.draw(), "value")
        self.draw()

    def draw(self) -> None:
        """Show another kind of work."""
        words, family = self.words, self.family.value
        records = peers.stored(family)
        self.holds.say(
            f"<p>{words(f'peers.compared_{family}')}</p>"
            + small(words(f"peers.not_compared_{family}"))
        )
        self.exhibit.show(partial(peers_exhibit, records, lang=words.lang))
        self.absent.value = absent_html(records, words)


def absent_html(records: tuple[peers.PeerRecord, ...], words: Words) -> str:
    """Return which engines were not measured, and why, and when the others were."""
    items = dict.fromkeys(
        words(
            "beside_absent_one",
            name=record.label,
            reason=words(f"peers.reason_{record.reason}", **record.values),
        )
        for record in records
        if record.measured == "absent" and record.reason
    )
    listed = "".join(f"<li>{escape(item)}</li>" for item in items)
    said = f"<p>{words('beside_absent')}</p><ul>{listed}</ul>" if listed else ""
    dates = sorted(record.date for record in records if record.measured != "absent")
    if dates:
        said += small(words("beside_when", date=day(dates[-1], words.lang)))
    return said
