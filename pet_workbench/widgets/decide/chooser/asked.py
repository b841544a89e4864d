"""Questions as HTML: one open at a time, or all; those answered stand in one line each."""

from dataclasses import dataclass
from html import escape

from pet_workbench.decide import Answers, Option, Question
from pet_workbench.widgets.case import Words
from pet_workbench.widgets.decide.board import button
from pet_workbench.widgets.decide.sourced import sources_html
from pet_workbench.widgets.evidence.exhibits import unfolding


@dataclass(frozen=True)
class Asking:
    """What stands on the page of one list of questions.

    Attributes
    ----------
    part : str
        Names the list, so that two lists on a page do not mix up their radio buttons.
    questions : tuple of Question
        Those that matter now, in order.
    answers : Answers
    current : str
        Id of the question that is open; empty if none is.
    is_whole : bool
        Whether all questions are open.
    """

    part: str
    questions: tuple[Question, ...]
    answers: Answers
    current: str = ""
    is_whole: bool = False

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(question.id in self.answers for question in self.questions)

    @property
    def following(self) -> str:
        """The question to go on with: the next one without an answer, empty if all have one."""
        ids = [question.id for question in self.questions]
        start = ids.index(self.current) + 1 if self.current in ids else 0
        left = [id for id in [*ids[start:], *ids[:start]] if id not in self.answers]
        return next((id for id in left if id != self.current), "")

    def is_open(self, question: Question) -> bool:
        """Tell whether a question is shown with its options."""
        return self.is_whole or question.id == self.current


def asking_html(asking: Asking, words: Words) -> str:
    """Return the list: how far the reader is, each question in its state, what is left."""
    rows, waiting = [], 0
    for question in asking.questions:
        if asking.is_open(question):
            rows.append(_open(question, asking, words))
        elif question.id in asking.answers:
            rows.append(_closed(question, asking, words))
        else:
            waiting += 1
    later = words("asked_later_one" if waiting == 1 else "asked_later", n=words.number(waiting))
    left = f'<p class="pet-small">{escape(later)}</p>' if waiting else ""
    return (
        f"{_progress(asking, words)}"
        f'<ol class="pet-asked">{"".join(rows)}</ol>{left}{_resume(asking, waiting, words)}'
    )


def _progress(asking: Asking, words: Words) -> str:
    """Say how many questions have an answer, and offer to see them all."""
    total, done = len(asking.questions), asking.answered
    said = words("asked_progress", done=words.number(done), left=words.number(total - done))
    ticked = " checked" if asking.is_whole else ""
    return (
        f'<div class="pet-asked-head"><p><strong>{escape(said)}</strong> '
        f'<progress class="pet-progress" max="{total}" value="{done}" aria-hidden="true">'
        f'</progress></p><label class="pet-check"><input type="checkbox" data-do="whole"{ticked}>'
        f"<span>{escape(words('asked_whole'))}</span></label></div>"
    )


def _resume(asking: Asking, waiting: int, words: Words) -> str:
    """Offer to go on where no question is open but some are left."""
    if not waiting or any(asking.is_open(question) for question in asking.questions):
        return ""
    return f"<p>{button(words('asked_resume'), 'next', is_primary=True)}</p>"


def _open(question: Question, asking: Asking, words: Words) -> str:
    """Return a question with its options, the reason why it is asked, and the way on."""
    lang, chosen = words.lang, asking.answers.get(question.id, ())
    hint = f'<p class="pet-small">{escape(words("asked_several"))}</p>' if question.several else ""
    options = "".join(
        _option(one, question, is_chosen=one.id in chosen, part=asking.part, words=words)
        for one in question.options
    )
    why = f"<p>{escape(question.why.of(lang))}</p>{sources_html(question.sources, words)}"
    return (
        f'<li class="pet-asked-open" data-key="{escape(question.id)}"><fieldset>'
        f'<legend tabindex="-1" data-key="{escape(legend(question.id))}">'
        f"{escape(question.asks.of(lang))}</legend>{hint}{options}</fieldset>"
        f"{unfolding(words('asked_why'), why)}{_onwards(question, asking, words)}</li>"
    )


def _onwards(question: Question, asking: Asking, words: Words) -> str:
    """Return the button that leads to the next question, or closes the last one."""
    if asking.is_whole:
        return ""
    last = not asking.following
    has_answer = question.id in asking.answers
    if last and not has_answer:
        return ""
    key = "asked_close" if last else "asked_next" if has_answer else "asked_skip"
    return f"<p>{button(words(key), 'next', is_primary=has_answer)}</p>"


def _option(one: Option, question: Question, *, is_chosen: bool, part: str, words: Words) -> str:
    """Return one possible answer."""
    kind = "checkbox" if question.several else "radio"
    id = f"{part}-{question.id}-{one.id}"
    explained = one.explains.of(words.lang) if one.explains else ""
    told = f'<span class="pet-small" id="{escape(id)}-told">{escape(explained)}</span>'
    described = f' aria-describedby="{escape(id)}-told"' if explained else ""
    return (
        f'<div class="pet-option"><label class="pet-check"><input type="{kind}"'
        f' name="{escape(part)}-{escape(question.id)}" data-do="answer"'
        f' data-key="{escape(id)}" value="{escape(question.id)}={escape(one.id)}"{described}'
        f"{' checked' if is_chosen else ''}><span>{escape(one.says.of(words.lang))}</span></label>"
        f"{told if explained else ''}</div>"
    )


def _closed(question: Question, asking: Asking, words: Words) -> str:
    """Return an answered question in one line, with a way to change it."""
    asks = question.asks.of(words.lang)
    change = button(
        words("asked_change"), "open", question.id, about=asks, key=f"change-{question.id}"
    )
    return (
        f'<li class="pet-asked-done" data-key="{escape(question.id)}">'
        f"<span>{escape(asks)}</span> "
        f"<strong>{escape(answer_words(question, asking.answers, words))}</strong> {change}</li>"
    )


def legend(question: str) -> str:
    """Return the key of the words of an open question, where the focus goes."""
    return f"legend-{question}"


def answer_words(question: Question, answers: Answers, words: Words) -> str:
    """Return the answers to a question in words: "by SVB and UWV".

    Parameters
    ----------
    question : Question
    answers : Answers
    words : Words
    """
    given = answers.get(question.id, ())
    said = [one.says.of(words.lang) for one in question.options if one.id in given]
    return "; ".join(said)
