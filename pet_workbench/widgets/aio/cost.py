"""What it costs: time, bytes and rounds, also on slower networks and for the whole country."""

from html import escape

import pandas as pd

from pet_workbench import bench
from pet_workbench.bench import Record
from pet_workbench.core import PROFILES, NetworkProfile, Outcome
from pet_workbench.i18n import Language, duration, size
from pet_workbench.usecases.aio import CASE
from pet_workbench.viz.aio import network_figure
from pet_workbench.widgets import Chart, Sentence, html, table_html
from pet_workbench.widgets.aio.section import RUN, Section, Words, small
from pet_workbench.widgets.aio.state import PLAIN, SECRET, AioState

NATIONAL = 3_000_000
"""From this size on a stored measurement stands for the whole country."""


WAN = next(profile for profile in PROFILES if profile.id == "wan")


class Cost(Section):
    """A table and a chart for the present size, and the measurement for the whole country.

    Parameters
    ----------
    state : AioState
    lang : {"nl", "en"}

    Attributes
    ----------
    chart : Chart
    sentence : Sentence
    """

    def __init__(self, state: AioState, *, lang: Language) -> None:
        self._state, self._words = state, Words(lang)
        words = self._words
        self.table, self.chart, self.sentence = html(""), Chart(), Sentence()
        super().__init__(
            state,
            [
                self.table,
                self.chart,
                self.sentence,
                html(small(words("aio.cost_profiles", profiles=self._profiles()))),
                html(f"<h3>{words('aio.national_title')}</h3>{self._national()}"),
            ],
            lang=lang,
            label=words("aio.cost_label"),
            follows=RUN,
        )

    def redraw(self) -> None:
        """Price the three runs."""
        outcomes = {id: self._state.outcome(id) for id in CASE.techniques}
        seconds = {
            id: [outcome.seconds + profile.seconds(outcome.transcript) for profile in PROFILES]
            for id, outcome in outcomes.items()
        }
        n = self._words.number(self._state.n)
        self.table.value = self._table(outcomes, n)
        self._draw(seconds, n)
        self.sentence.say(self._sentence(outcomes, seconds[SECRET][PROFILES.index(WAN)]))

    def _draw(self, seconds: dict[str, list[float]], n: str) -> None:
        """Draw the times on the networks."""
        words = self._words
        networks = [words(f"aio.network_{profile.id}") for profile in PROFILES]
        times = [
            f"{name} {duration(time, words.lang)}"
            for name, time in zip(networks, seconds[SECRET], strict=True)
        ]
        self.chart.draw(
            network_figure(
                {words.technique(id): times for id, times in seconds.items()},
                networks=networks,
                alt=words("aio.cost_chart_alt", n=n, times=", ".join(times)),
                lang=words.lang,
            )
        )

    def _sentence(self, outcomes: dict[str, Outcome], wan_seconds: float) -> str:
        """Compare secret sharing with sending everything."""
        secret, plain = (outcomes[id].transcript for id in (SECRET, PLAIN))
        return self._words(
            "aio.cost_sentence",
            factor=self._words.number(secret.bytes / plain.bytes, 1),
            rounds=self._words.number(secret.rounds),
            wan=duration(wan_seconds, self._words.lang),
        )

    def _table(self, outcomes: dict[str, Outcome], n: str) -> str:
        """Return time, bytes and rounds per technique."""
        words = self._words
        frame = pd.DataFrame(
            {
                "technique": [words.technique(id) for id in outcomes],
                "seconds": [outcome.seconds for outcome in outcomes.values()],
                "bytes": [outcome.transcript.bytes for outcome in outcomes.values()],
                "rounds": [outcome.transcript.rounds for outcome in outcomes.values()],
            }
        )
        return self._written(frame, words("aio.cost_caption", n=n))

    def _written(self, frame: pd.DataFrame, caption: str) -> str:
        """Return `frame` with times and sizes in the reader's writing."""
        words, lang = self._words, self._words.lang
        headers = {
            "technique": "aio.compare_technique",
            "seconds": "aio.cost_seconds",
            "bytes": "aio.cost_bytes",
            "rounds": "aio.cost_rounds",
            "wan": "aio.national_wan",
            "memory": "aio.national_memory",
        }
        return table_html(
            frame,
            lang=lang,
            caption=caption,
            headers={name: words(key) for name, key in headers.items()},
            written={
                "seconds": lambda value: duration(value, lang),
                "wan": lambda value: duration(value, lang),
                "bytes": lambda value: size(value, lang),
                "memory": lambda value: "-" if pd.isna(value) else size(value * 10**6, lang),
            },
        )

    def _profiles(self) -> str:
        """Describe the networks."""
        words = self._words
        return "; ".join(
            words(
                "aio.cost_profile",
                name=words(f"aio.network_{profile.id}"),
                latency=_latency(profile, words),
                megabits=words.number(profile.bits_per_s / 1e6),
            )
            for profile in PROFILES
        )

    def _national(self) -> str:
        """Return what was measured for the whole country, if such records are there."""
        records = national_records(bench.stored("aio"))
        if not records:
            return f"<p>{self._words('aio.national_absent')}</p>"
        words, n = self._words, self._words.number(records[0].n)
        frame = pd.DataFrame(
            {
                "technique": [words.technique(record.technique) for record in records],
                "seconds": [record.seconds_median for record in records],
                "bytes": [record.bytes for record in records],
                "wan": [seconds_on(WAN, record) for record in records],
                "memory": [record.peak_mb for record in records],
            }
        )
        table = self._written(frame, words("aio.national_caption", n=n))
        secret = next(record for record in records if record.technique == SECRET)
        return table + self._national_sentence(secret, n)

    def _national_sentence(self, secret: Record, n: str) -> str:
        """Say what secret sharing takes for the whole country, and where that was measured."""
        words, lang = self._words, self._words.lang
        said = words(
            "aio.national_sentence",
            n=n,
            seconds=duration(secret.seconds_median, lang),
            bytes=size(secret.bytes, lang),
            wan=duration(seconds_on(WAN, secret), lang),
        )
        where = words(
            "aio.national_machine",
            date=secret.date[:10],
            processor=secret.machine.get("processor", "?"),
            cores=secret.machine.get("cores", "?"),
        )
        return f"<p>{said}</p>{small(where)}"


def national_records(records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return the newest record of each technique at the largest size, if that is national.

    Nothing is returned without a record of secret sharing, which the page is about.

    Parameters
    ----------
    records : tuple of Record
        Oldest first, as they were written.
    """
    largest = max((record.n for record in records), default=0)
    if largest < NATIONAL:
        return ()
    newest = {record.technique: record for record in records if record.n == largest}
    return tuple(newest[id] for id in CASE.techniques if id in newest) if SECRET in newest else ()


def seconds_on(profile: NetworkProfile, record: Record) -> float:
    """Estimate the time of a recorded run on a network, as `NetworkProfile.seconds` does."""
    busiest = max(record.bytes_by_party.values(), default=0)
    under_way = record.rounds * profile.latency_s + 8 * busiest / profile.bits_per_s
    return record.seconds_median + under_way


def _latency(profile: NetworkProfile, words: Words) -> str:
    """Write the latency of a network; below a millisecond with a decimal."""
    milliseconds = 1000 * profile.latency_s
    return escape(f"{words.number(milliseconds, 0 if milliseconds >= 1 else 1)} ms")
