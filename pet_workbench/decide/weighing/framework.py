"""The questions, roles and rules of the weighing framework, as its content file has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import content
from pet_workbench.decide.bilingual import Bilingual

FILE = "weighing"


@dataclass(frozen=True)
class Rules:
    """How scores are read; all of it is our own choice.

    Attributes
    ----------
    lowest, highest : int
        Ends of the scale.
    told : tuple of int
        Scores whose meaning is told with each question.
    blocks : tuple of str
        Main questions on which the lowest score of one person is the outcome.
    talk : int
        From this difference between two people the group talks.
    enough : int
        A score below this is no "yes" yet.
    go : tuple of str
        Judgements after which the project goes ahead.
    """

    lowest: int
    highest: int
    told: tuple[int, ...]
    blocks: tuple[str, ...]
    talk: int
    enough: int
    go: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """How much fits in one weighing: people, characters of a name and of a text, conditions."""

    people: int
    name: int
    text: int
    conditions: int


@dataclass(frozen=True)
class Role:
    """A role at the table: its name alone, and within a sentence."""

    id: str
    name: Bilingual
    within: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class SubQuestion:
    """One question on which people give a score.

    Attributes
    ----------
    id, main : str
        Its own id, and that of the main question it belongs to.
    name, asks, why : Bilingual
        A word or two, the whole question, and why it matters.
    ask : tuple of str
        Roles that are the ones to ask; others may give a score as well.
    means : mapping of int to Bilingual
        What some of the scores mean.
    sources : tuple of str
    """

    id: str
    main: str
    name: Bilingual
    asks: Bilingual
    why: Bilingual
    ask: tuple[str, ...]
    means: Mapping[int, Bilingual]
    sources: tuple[str, ...]

    @property
    def is_ours(self) -> bool:
        """Whether we added the question to those of the source."""
        return content.OURS in self.sources


@dataclass(frozen=True)
class Main:
    """One of the three main questions.

    Attributes
    ----------
    id : str
    asks, says, who, aids : Bilingual
        The question, what it is about, whom the source says to ask, and which aids it names.
    words : mapping of int to Bilingual
        A word or two for some of the scores.
    questions : tuple of SubQuestion
    """

    id: str
    asks: Bilingual
    says: Bilingual
    who: Bilingual
    aids: Bilingual
    words: Mapping[int, Bilingual]
    questions: tuple[SubQuestion, ...]


@dataclass(frozen=True)
class Framework:
    """Everything that the content file holds, but for the example.

    Attributes
    ----------
    says : Bilingual
        Where it comes from.
    mains : tuple of Main
    roles : mapping of str to Role
    verdicts : mapping of str to Bilingual
        The judgements to choose from.
    start : tuple of str
        Roles at the table of a new weighing.
    rules : Rules
    limits : Limits
    """

    says: Bilingual
    mains: tuple[Main, ...]
    roles: Mapping[str, Role]
    verdicts: Mapping[str, Bilingual]
    start: tuple[str, ...]
    rules: Rules
    limits: Limits

    @property
    def questions(self) -> Mapping[str, SubQuestion]:
        """All sub-questions by id, in order."""
        return {one.id: one for main in self.mains for one in main.questions}

    @property
    def scores(self) -> range:
        """The scores that can be given."""
        return range(self.rules.lowest, self.rules.highest + 1)


@cache
def framework() -> Framework:
    """Return the framework.

    Raises
    ------
    DataError
        If the content file lacks something, or names what is not there.

    Examples
    --------
    >>> [main.asks.of("en") for main in framework().mains]
    ['May we?', 'Can we?', 'Is it desirable?']
    """
    read = content.read(FILE)
    roles = {id: _role(id, item) for id, item in read["roles"].items()}
    verdicts = read["verdicts"]
    named = (key for key in verdicts if key != "source")
    found = Framework(
        says=content.bilingual(read["framework"], "says", where=f"{FILE}.framework"),
        mains=tuple(_main(id, item, read["questions"]) for id, item in read["mains"].items()),
        roles=roles,
        verdicts=content.texts(verdicts, *named, where=f"{FILE}.verdicts"),
        start=tuple(read["start"]["roles"]),
        rules=_rules(read["rules"]),
        limits=Limits(**{key: read["limits"][key] for key in Limits.__annotations__}),
    )
    _check(found, read)
    return found


def _rules(item: Mapping[str, Any]) -> Rules:
    return Rules(
        lowest=item["lowest"],
        highest=item["highest"],
        told=tuple(item["told"]),
        blocks=tuple(item["blocks"]),
        talk=item["talk"],
        enough=item["enough"],
        go=tuple(item["go"]),
    )


def _role(id: str, item: Mapping[str, Any]) -> Role:
    where = f"{FILE}.roles.{id}"
    named = content.texts(item, "name", "within", where=where)
    return Role(id, sources=content.sourced(item, where=where), **named)


def _main(id: str, item: Mapping[str, Any], questions: Mapping[str, Any]) -> Main:
    where = f"{FILE}.mains.{id}"
    content.sourced(item, where=where)
    texts = content.texts(item, "asks", "says", "who", "aids", where=where)
    below = tuple(_question(key, one) for key, one in questions.items() if one.get("main") == id)
    return Main(id, words=_by_score(item, "words", where), questions=below, **texts)


def _question(id: str, item: Mapping[str, Any]) -> SubQuestion:
    where = f"{FILE}.questions.{id}"
    texts = content.texts(item, "name", "asks", "why", where=where)
    return SubQuestion(
        id,
        item["main"],
        ask=tuple(item.get("ask", ())),
        means=_by_score(item, "means", where),
        sources=content.sourced(item, where=where),
        **texts,
    )


def _by_score(item: Mapping[str, Any], key: str, where: str) -> dict[int, Bilingual]:
    """Return texts that belong to scores."""
    texts = item.get(key, {})
    return {int(one): content.bilingual(texts, one, where=f"{where}.{key}") for one in texts}


def _check(found: Framework, read: Mapping[str, Any]) -> None:
    """Refuse a content file whose parts do not fit together.

    Raises
    ------
    DataError
        If a question belongs nowhere, a role is unknown, or the meaning of a score is missing.
    """
    lost = sorted(set(read["questions"]) - set(found.questions))
    if lost:
        content.wrong(f"{FILE}.questions.{lost[0]}", f"main = one of {[*read['mains']]}", "another")
    named = {role for one in found.questions.values() for role in one.ask} | set(found.start)
    if not named <= set(found.roles):
        content.wrong(f"{FILE}.roles", f"the roles {sorted(named)}", sorted(found.roles))
    words = {main.id: set(main.words) for main in found.mains}
    means = {id: set(one.means) for id, one in found.questions.items()}
    for id, told in {**words, **means}.items():
        if told != set(found.rules.told):
            content.wrong(f"{FILE}.{id}", f"texts for {found.rules.told}", sorted(told))
    for id, one in found.questions.items():
        if not one.ask:
            content.wrong(f"{FILE}.questions.{id}", 'ask = ["role", ...]', one.ask)
