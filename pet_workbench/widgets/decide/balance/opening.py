"""Where a reader begins: an example, what comes out of it, and what the source says of it."""

from html import escape

from pet_workbench.decide import sources
from pet_workbench.decide.balance import (
    Balance,
    about,
    example,
    examples,
    outlook,
    published,
    remark,
    transfer,
)
from pet_workbench.decide.balance.summary import told_signs, told_total, told_transfer
from pet_workbench.widgets.case import Words, small
from pet_workbench.widgets.controls import Button, Choice, row
from pet_workbench.widgets.decide.balance.state import BalanceState
from pet_workbench.widgets.page import Panel, Sentence, errors_html, html


class Opening(Panel):
    """Choose an example and read in three sentences what it comes to.

    Attributes
    ----------
    choice : Choice
    said : Sentence
    undo : Button
        Brings back what an example took the place of.
    alert : HTML
        Why the balance of a dossier cannot be shown.
    """

    def __init__(self, state: BalanceState) -> None:
        self._state, words = state, state.words
        self._before: Balance | None = None
        self._is_following = False
        names = {id: about(id).title.of(words.lang) for id in examples()}
        self.choice = Choice(words("choose"), names, value=state.balance.example)
        self.undo = Button(words("undo"), self.go_back)
        self.undo.layout.display = "none"
        self.said, self.alert = Sentence(), html("")
        super().__init__(
            [self.choice, row([self.undo]), self.alert, self.said],
            lang=words.lang,
            label=words("opening_label"),
        )
        self.choice.observe(lambda _: self._chosen(), "value")
        state.observe(lambda _: self.show(), ["balance", "problem"])
        state.desk.observe(lambda _: self._forget(), "opened")
        self.show()

    def _chosen(self) -> None:
        """Show the example that was chosen; own amounts can be brought back."""
        if self._is_following:
            return
        now = self._state.balance
        self._before = None if is_untouched(now) else now
        self.undo.layout.display = "" if self._before else "none"
        self._state.keep(example(self.choice.value))

    def _forget(self) -> None:
        """Offer no way back to the balance of another dossier."""
        self._before = None
        self.undo.layout.display = "none"

    def go_back(self) -> None:
        """Bring back the amounts that an example took the place of."""
        if self._before is not None:
            self._state.keep(self._before)
        self._before = None
        self.undo.layout.display = "none"

    def show(self) -> None:
        """Bring the part up to date."""
        problem = self._state.problem
        self.alert.value = errors_html([problem], self._state.lang) if problem else ""
        self._is_following = True
        self.choice.value = self._state.balance.example
        self._is_following = False
        self.said.say(told_html(self._state))


def told_html(state: BalanceState) -> str:
    """Return what a balance comes to, who pays whom, and what in it is whose.

    Parameters
    ----------
    state : BalanceState
    """
    balance, lang, words = state.balance, state.lang, state.words
    said = about(balance.example)
    lines = "<br>".join(escape(one) for one in told_signs(balance, state.outlook, lang))
    first = told_transfer(balance, transfer(balance), lang)[0]
    return "".join(
        (
            f"<p>{escape(said.says.of(lang))}</p>",
            f'<p class="pet-message">{lines}</p>',
            f"<p>{escape(told_total(balance, state.outlook, lang))} {escape(first)}</p>",
            f"<p>{escape(said.beside.of(lang))}</p>",
            small(said.ours.of(lang) if is_untouched(balance) else words("edited_here")),
            small(_report(balance, words)),
        )
    )


def is_untouched(balance: Balance) -> bool:
    """Tell whether a balance is its example, as it stands in the content file.

    Parameters
    ----------
    balance : Balance
    """
    return balance == example(balance.example)


def _report(balance: Balance, words: Words) -> str:
    """Say whether the signs are those of the source, where there is one."""
    signs = published(balance.example)
    if not signs:
        return words("discount_told", says=remark("discount", "says", lang=words.lang))
    results = outlook(balance).parties
    same = sum(id in results and results[id].sign == sign for id, sign in signs.items())
    source = sources.get("pet-adoption-report").title.of(words.lang)
    key = "signs_same" if is_untouched(balance) and same == len(signs) else "signs_differ"
    return words(key, same=same, all=len(signs), source=source)
