"""What it costs: time, bytes and rounds, also on slower networks."""

from html import escape
from typing import TYPE_CHECKING, Any

from pet_workbench.bench.matrix import KINDS, address
from pet_workbench.core import PROFILES, NetworkProfile, Outcome
from pet_workbench.i18n import Language, number
from pet_workbench.viz.case import network_figure
from pet_workbench.widgets.case.national import WAN, national_html
from pet_workbench.widgets.case.section import Section, small
from pet_workbench.widgets.case.waiting import Waiting, name
from pet_workbench.widgets.chart import Chart
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.page import Sentence, html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

PLAIN = "plain-exchange"
LAB = "20_benchmark_lab.ipynb"


class Cost(Section):
    """A table and a chart for the present size, and the measurement for the whole country.

    Parameters
    ----------
    page : CasePage

    Attributes
    ----------
    table, national : HTML
    chart : Chart
    sentence : Sentence
    waiting : Waiting
    """

    is_patient = True

    def __init__(self, page: "CasePage[Any]") -> None:
        words = page.words
        self.table, self.chart, self.sentence = html(""), Chart(), Sentence()
        self.waiting = Waiting(page)
        self.national = html(f"<h3>{words('national_title')}</h3>{national_html(page)}")
        profiles = "; ".join(_profile(one, page) for one in PROFILES)
        super().__init__(
            page,
            [
                self.table,
                self.chart,
                self.sentence,
                self.waiting,
                html(small(words("cost_profiles", profiles=profiles))),
                self.national,
                html(
                    f"<p>{words('cost_lab', href=escape(lab_link(page.case.key, page.main)))}</p>"
                ),
            ],
            label=words("cost_label"),
            follows=(*page.state.decisive, "asked"),
        )

    def redraw(self) -> None:
        """Price the runs of all techniques; of one that waits, the last run there was."""
        state, techniques = self.page.state, tuple(self.page.case.techniques)
        waiting = self.waiting.list_those_of(techniques)
        outcomes = {
            id: state.ready(id) or state.last(id).outcome
            for id in techniques
            if id not in waiting or state.has_run(id)
        }
        seconds = {
            id: [outcome.seconds + profile.seconds(outcome.transcript) for profile in PROFILES]
            for id, outcome in outcomes.items()
        }
        people = self.words("people", n=self.words.number(self.page.state.n))
        self.table.value = self._table(outcomes, people)
        self._draw(seconds, people)
        comparable = {id: one for id, one in outcomes.items() if id not in waiting}
        is_there = self.page.main in comparable
        wan = PROFILES.index(WAN)
        self.sentence.say(
            self._sentence(comparable, seconds[self.page.main][wan]) if is_there else ""
        )

    def _draw(self, seconds: dict[str, list[float]], people: str) -> None:
        """Draw the times on the networks."""
        words, main = self.words, self.page.main
        networks = [words(f"network_{profile.id}") for profile in PROFILES]
        times = [
            f"{network} {words.duration(time)}"
            for network, time in zip(networks, seconds[main], strict=True)
        ]
        alt = words(
            "cost_chart_alt",
            people=people,
            technique=words.technique(main),
            times=", ".join(times),
        )
        named = {name(self.page, id): each for id, each in seconds.items()}
        self.chart.draw(network_figure(named, networks=networks, alt=alt, lang=words.lang))

    def _sentence(self, outcomes: dict[str, Outcome], wan_seconds: float) -> str:
        """Compare the technique that the page is about with sending everything."""
        words, main = self.words, outcomes[self.page.main].transcript
        said = {
            "technique": words.technique(self.page.main),
            "rounds": words.number(main.rounds),
            "wan": words.duration(wan_seconds),
        }
        plain = next((o.transcript.bytes for id, o in outcomes.items() if id.startswith(PLAIN)), 0)
        if not plain:
            return words("cost_sentence_alone", bytes=words.size(main.bytes), **said)
        return words("cost_sentence", factor=_times(main.bytes / plain, words.lang), **said)

    def _table(self, outcomes: dict[str, Outcome], people: str) -> str:
        """Return time, bytes and rounds per technique."""
        import pandas as pd

        words = self.words
        transcripts = [outcome.transcript for outcome in outcomes.values()]
        frame = pd.DataFrame(
            {
                "technique": [name(self.page, id) for id in outcomes],
                "seconds": [outcome.seconds for outcome in outcomes.values()],
                "bytes": [transcript.bytes for transcript in transcripts],
                "rounds": [transcript.rounds for transcript in transcripts],
            }
        )
        return table_html(
            frame,
            lang=words.lang,
            caption=words("cost_caption", people=people),
            headers={column: words(f"cost_{column}") for column in frame.columns},
            written={"seconds": words.duration, "bytes": words.size},
        )


def lab_link(case: str, technique: str) -> str:
    """Return where the benchmark lab tells about a technique on a case.

    Examples
    --------
    >>> lab_link("aio", "secret-sharing:pseudonyms"), lab_link("aio", "a-kind-of-your-own")
    ('20_benchmark_lab.ipynb#matrix-aio-secret-sharing', '20_benchmark_lab.ipynb')
    """
    kind = technique.partition("+")[0].partition(":")[0]
    place = f"#{address(case, kind)}" if kind in KINDS else ""
    return f"{LAB}{place}"


def _times(factor: float, lang: Language) -> str:
    """Write how many times as much; a decimal only below ten, where it says something."""
    return number(factor, lang, digits=1 if factor < 10 and round(factor, 1) != 1 else 0)


def _profile(profile: NetworkProfile, page: "CasePage[Any]") -> str:
    """Describe a network; a latency below a millisecond with a decimal."""
    words, milliseconds = page.words, 1000 * profile.latency_s
    return words(
        "cost_profile",
        name=words(f"network_{profile.id}"),
        latency=escape(f"{words.number(milliseconds, 0 if milliseconds >= 1 else 1)} ms"),
        megabits=words.number(profile.bits_per_s / 1e6),
    )
