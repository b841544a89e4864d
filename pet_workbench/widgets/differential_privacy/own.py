"""Own data: a file in, bounds declared, an answer with its privacy statement out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from pet_workbench import dp
from pet_workbench.core import Entropy
from pet_workbench.datasets import Column, Schema, read_table, write_csv
from pet_workbench.dp.statement import make_statement
from pet_workbench.dp.totals.histogram import Histogram
from pet_workbench.dp.totals.mean import Mean
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.case.statement import folded_html
from pet_workbench.widgets.controls import Choice, Slider
from pet_workbench.widgets.data_table import table_html
from pet_workbench.widgets.differential_privacy.town import ADD_REMOVE, town
from pet_workbench.widgets.job import Step
from pet_workbench.widgets.page import Columns, Panel, html, note_html
from pet_workbench.widgets.upload import Download, Upload, UploadAnswer, UploadedFile

SCHEMA = Schema(
    (Column("person", "person", ("persoon",)), Column("amount", "euros", ("bedrag",))), key=""
)
BUDGET = 1
ASKABLE = ("count", "mean", "histogram")
BOUNDS = (100, 1_000, 10_000, 50_000, 100_000, 250_000, 1_000_000)
LIMITS = (1, 2, 5, 10)
EPSILONS = (0.05, 0.1, 0.2, 0.5, 1)
BINS = 10
MAX_ROWS = 500_000
_STEPS = 3


@dataclass
class Account:
    """A file's ledger, and what was released from it.

    Attributes
    ----------
    ledger : Ledger
    releases : list of Release
    """

    ledger: dp.Ledger
    releases: list[dp.Release] = field(default_factory=list)


class OwnRelease(Panel):
    """Choose a file, declare what the promise needs, and ask from a ledger of its own.

    A file with the same contents keeps its ledger as long as the page is open, under whatever name.

    Attributes
    ----------
    question : Choice
    bound, limit, epsilon : Slider
    upload : Upload
    words_file : Download
        The statement in words.
    accounts : dict of str to Account
        By the fingerprint of the file.
    """

    def __init__(self, words: Words) -> None:
        self.words = words
        self.accounts: dict[str, Account] = {}
        self._key = Entropy().key()
        controls = self._controls(words)
        self.words_file = Download()
        self.upload = Upload(
            {"own": words("own_file")},
            self._handle,
            lang=words.lang,
            warning=note_html(words("own_warning"), lang=words.lang, kind="warning"),
            examples={"own": (words("own_example"), example(words))},
        )
        super().__init__(
            [
                html(f"<p>{words('own_columns')}</p>"),
                Columns(controls),
                self.upload,
                self.words_file,
            ],
            lang=words.lang,
            label=words("own_label"),
        )

    def _controls(self, words: Words) -> tuple[Choice | Slider, ...]:
        """Make the choice and the three sliders."""
        lang = words.lang
        self.question = Choice(words("own_question"), {one: words(f"own_{one}") for one in ASKABLE})
        self.bound = Slider(
            words("own_bound"),
            BOUNDS,
            value=100_000,
            lang=lang,
            written=lambda euros: words.euro(100 * euros, 0),
        )
        self.limit = Slider(words("own_limit"), LIMITS, lang=lang)
        self.epsilon = Slider(
            words("own_epsilon"), EPSILONS, value=0.2, lang=lang, written=words.epsilon
        )
        return self.question, self.bound, self.limit, self.epsilon

    def query(self) -> dp.Query:
        """Return the declared question."""
        terms = dp.Terms(
            unit="person",
            neighbours=ADD_REMOVE,
            column=self.words("own_head_person"),
            rows_per_group=self.limit.value,
        )
        epsilon, most = self.epsilon.value, self.bound.value
        amount = self.words("own_head_amount")
        if self.question.value == "count":
            return dp.Count(epsilon=epsilon, terms=terms)
        if self.question.value == "mean":
            return Mean(column=amount, grid=dp.Grid(0, most, 1), epsilon=epsilon, terms=terms)
        edges = tuple(Fraction(most * place, BINS) for place in range(BINS + 1))
        return Histogram(column=amount, edges=edges, epsilon=epsilon, terms=terms)

    def _handle(self, files: Mapping[str, UploadedFile], step: Step) -> UploadAnswer:
        """Read the file, ask, and write what may be known."""
        words, file = self.words, files["own"]
        self.words_file.offer(b"", "", lang=words.lang)
        step(0, _STEPS)
        frame = read_table(file.content, SCHEMA, file=file.name, max_rows=MAX_ROWS).frame
        step(1, _STEPS)
        id = self._id_of(file.content)
        account = self.accounts.setdefault(id, Account(_ledger(id)))
        person, amount = (frame[name] for name in ("person", "amount_cents"))
        data = {words("own_head_person"): person, words("own_head_amount"): amount / 100}
        table, asker = dp.PrivateTable(data, dataset=id), words("budget_asker")
        session = dp.Session(table, account.ledger, asker=asker)
        purpose = words(f"own_{self.question.value}")
        account.releases.append(session.ask(self.query(), purpose=purpose))
        step(2, _STEPS)
        statement = make_statement(
            account.releases, account.ledger, responsible=words("own_responsible")
        )
        folded = folded_html(statement, lang=words.lang, summary=words("own_statement"))
        self.words_file.offer(
            statement.markdown(words.lang).encode(), words("own_words_name"), lang=words.lang
        )
        return UploadAnswer(
            self._said(account) + folded, statement.to_json().encode(), words("own_json_name")
        )

    def _id_of(self, content: bytes) -> str:
        """Return an id of a file that stands in its statement.

        It takes a key of this page: by a fingerprint without one, whoever knows all rows but one
        could try values for that row until the fingerprint is right.
        """
        return hashlib.blake2b(content, key=self._key, digest_size=8).hexdigest()

    def _said(self, account: Account) -> str:
        """Say the last answer, and what is left."""
        words, release = self.words, account.releases[-1]
        left = words("own_left", left=words.number(float(account.ledger.remaining.epsilon), 2))
        low, high = release.interval(0.95)
        if isinstance(release.query, Histogram):
            return _bins_html(release, words) + f"<p>{left}</p>"
        if release.value is None:
            return f"<p>{words('own_nothing')} {left}</p>"

        def write(number: float) -> str:
            is_mean = isinstance(release.query, Mean)
            return words.euro(100 * number) if is_mean else words.number(number)

        said = words("own_told", value=write(release.value), low=write(low), high=write(high))
        return f"<p>{said} {left}</p>"


def _ledger(id: str) -> dp.Ledger:
    """Return the ledger of a file, gone with the page."""
    return dp.Ledger.temporary(
        dataset=id, unit="person", neighbours=ADD_REMOVE, epsilon=BUDGET, delta=0
    )


def _bins_html(release: dp.Release, words: Words) -> str:
    """Return the counts of a histogram as a table."""
    query, counts = release.query, np.asarray(release.value)
    edges = [float(edge) for edge in query.edges] if isinstance(query, Histogram) else []
    margin = query.margin(0.95) or 0.0
    frame = pd.DataFrame(
        {
            "from": [words.euro(100 * edge, 0) for edge in edges[:-1]],
            "to": [words.euro(100 * edge, 0) for edge in edges[1:]],
            "rows": counts,
        }
    )
    return table_html(
        frame,
        lang=words.lang,
        caption=words("own_caption", margin=words.number(margin)),
        headers={name: words(f"own_head_{name}") for name in frame.columns},
    )


def example(words: Words) -> bytes:
    """Return invented rows of invented people, some of whom have several."""
    some = town(2_000).head(600)
    person = np.concatenate((np.arange(1, 601), np.arange(1, 41), np.arange(1, 11)))
    amounts = some["income"].to_numpy()[person - 1].astype(np.int64)
    frame = pd.DataFrame({"person": person, "amount_cents": 100 * amounts})
    headers = {"person": words("own_head_person"), "amount_cents": words("own_head_amount")}
    return write_csv(frame, lang=words.lang, headers=headers)
