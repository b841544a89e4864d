"""Publishing for real, as far as a lesson can: a ledger, one publication a press, a statement."""

from typing import TYPE_CHECKING

from pet_workbench.core import PetError
from pet_workbench.datasets import write_csv
from pet_workbench.dp import Ledger, PrivateTable, Release, Session
from pet_workbench.dp.loss import pure_loss
from pet_workbench.dp.statement import make_statement
from pet_workbench.usecases.gas import PUBLISHER, Publication
from pet_workbench.usecases.gas.areas import area_of, areas_in
from pet_workbench.usecases.gas.releasing import area_query, new_ledger, published
from pet_workbench.widgets import Button, Download, Sentence, html, row
from pet_workbench.widgets.case import Busy, Section, small
from pet_workbench.widgets.gas.out import out_table
from pet_workbench.widgets.page import errors_html

if TYPE_CHECKING:
    from pet_workbench.widgets.gas.page import GasPage

BUDGET = "3"
_SLUG = {"nl": "gasgebruik", "en": "gas-use"}


class Publishing(Section):
    """A button that publishes from one ledger, with three files to take along.

    Parameters
    ----------
    page : GasPage

    Attributes
    ----------
    publish, start_again : Button
    sentence : Sentence
    table, words_file, machine_file : Download
        The publication, its statement in words, and the same for machines.
    ledger : Ledger
    release : Release or None
        The last one, for tests.
    """

    def __init__(self, page: "GasPage") -> None:
        words = page.words
        self._state = page.state
        self.ledger: Ledger = new_ledger(words("publish_dataset"), epsilon=BUDGET)
        self.release: Release | None = None
        self.publish = Button(words("publish"), self.press, primary=True)
        self.start_again = Button(words("publish_again"), self.begin)
        self.busy, self.sentence = Busy(words), Sentence()
        self.table, self.words_file, self.machine_file = Download(), Download(), Download()
        super().__init__(
            page,
            [
                row([self.publish, self.start_again]),
                self.busy,
                self.sentence,
                self.table,
                self.words_file,
                self.machine_file,
                html(small(words("publish_note"))),
            ],
            label=words("publish_label"),
        )

    def redraw(self) -> None:
        """Say how much there is to spend."""
        self._say_left("publish_ready")

    def begin(self) -> None:
        """Begin with a new ledger: what nobody may do in earnest."""
        self.ledger = new_ledger(self.words("publish_dataset"), epsilon=BUDGET)
        self._say_left("publish_ready")

    def press(self) -> None:
        """Publish with the page's choices, if the ledger has room."""
        try:
            with self.busy.while_working():
                self._ask_and_offer()
        except PetError as error:
            self.sentence.say(errors_html([error], self.words.lang))
            return
        self._say_left("publish_done")

    def _ask_and_offer(self) -> None:
        """Ask for the table of all areas, with a session on this ledger, and offer the files."""
        state = self._state
        connections = state.connections
        query = area_query(
            areas_in(state.register, state.level),
            level=state.level,
            high=state.high,
            epsilon=state.epsilon,
        )
        private = PrivateTable(
            {
                "area": area_of(connections["area"].to_numpy(), state.level),
                "use": connections["use"].to_numpy(),
            },
            dataset=self.ledger.head.dataset,
        )
        session = Session(private, self.ledger, asker=PUBLISHER)
        self.release = session.ask(query, purpose=self.words("publish_purpose"))
        self._offer(self.release, published(query, self.release.noisy))

    def _offer(self, release: Release, table: Publication) -> None:
        """Offer the table and its statement."""
        words, lang = self.words, self.words.lang
        frame, headers = out_table(table, words)
        statement = make_statement([release], self.ledger, responsible=PUBLISHER)
        name = _SLUG[lang]
        content = write_csv(frame, lang=lang, headers=headers)
        self.table.offer(content, f"{name}.csv", lang=lang)
        in_words = statement.html(lang).encode()
        self.words_file.offer(in_words, words("publish_words_file"), lang=lang)
        machine = statement.to_json().encode()
        self.machine_file.offer(machine, words("publish_machine_file"), lang=lang)

    def _say_left(self, key: str) -> None:
        """Say what was spent and what is left."""
        words, state = self.words, self._state
        facts = {
            "spent": words.epsilon(float(self.ledger.spent.epsilon)),
            "left": words.epsilon(float(self.ledger.remaining.epsilon)),
            "budget": words.epsilon(BUDGET),
            "epsilon": words.epsilon(state.epsilon),
            "count": words.number(len(self.ledger.entries)),
        }
        said = words(key, **facts)
        if not self.ledger.can_afford(pure_loss(state.epsilon)):
            said += " " + words("publish_full", **facts)
        self.sentence.say(said)
