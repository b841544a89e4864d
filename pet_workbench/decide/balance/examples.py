"""The examples and default lines of the content file, and the words for what nobody renamed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pet_workbench.decide import Bilingual, content
from pet_workbench.decide.balance.amount import Amount
from pet_workbench.decide.balance.model import ASKED, FILE, Balance, Line, Party
from pet_workbench.decide.balance.outlook import Sign
from pet_workbench.i18n import Language

TOLD = ("gives", "gets", "risks", "duty", "money")
"""What a source says about a party in words, beside the grades."""


@dataclass(frozen=True)
class Default:
    """A line that can be added with one press.

    Attributes
    ----------
    line : Line
        Of nobody yet.
    says, why : Bilingual
        What it is, and where the amounts come from.
    sources : tuple of str
    """

    line: Line
    says: Bilingual
    why: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """What is said about an example.

    Attributes
    ----------
    title, says, ours, beside : Bilingual
        Its name; what it is about; what in it is ours; what is not in the amounts.
    sources : tuple of str
    """

    title: Bilingual
    says: Bilingual
    ours: Bilingual
    beside: Bilingual
    sources: tuple[str, ...]


def examples() -> tuple[str, ...]:
    """Return the ids of the examples.

    Examples
    --------
    >>> examples()
    ('fraud', 'aio', 'own')
    """
    return tuple(content.read(FILE)["examples"])


@cache
def example(id: str) -> Balance:
    """Return an example as it stands in the content file.

    Parameters
    ----------
    id : str
        One of `examples`.

    Raises
    ------
    DataError
        If there is no such example, or its content is broken.
    """
    item = _item(id)
    read = content.read(FILE)
    where = f"{FILE}.examples.{id}"
    parties = tuple(
        Party(one["id"], **{asked: one[asked] for asked in ASKED}) for one in item["parties"]
    )
    lines = tuple(_line(one, where) for one in item["lines"])
    return Balance(id, read["horizon"]["years"], read["discount"]["rate"], parties, lines)


def about(id: str) -> About:
    """Return what is said about an example.

    Parameters
    ----------
    id : str
        One of `examples`.
    """
    item, where = _item(id), f"{FILE}.examples.{id}"
    texts = content.texts(item, "title", "says", "ours", "beside", where=where)
    return About(**texts, sources=content.sourced(item, where=where))


@cache
def defaults() -> Mapping[str, Default]:
    """Return the lines that can be added with one press, by id."""
    found = {}
    for item in content.read(FILE)["defaults"]:
        where = f"{FILE}.defaults.{item['id']}"
        found[item["id"]] = Default(
            _line({**item, "party": ""}, where),
            sources=content.sourced(item, where=where),
            **content.texts(item, "says", "why", where=where),
        )
    return found


def published(id: str) -> Mapping[str, Sign]:
    """Return the sign that a source gives for each party of an example; empty where none does.

    Parameters
    ----------
    id : str
        One of `examples`.

    Examples
    --------
    >>> published("fraud")["banks"], dict(published("aio"))
    ('minus', {})
    """
    return {one["id"]: one["published"] for one in _item(id)["parties"] if "published" in one}


def told(id: str, party: str, about: str, lang: Language) -> str:
    """Return what a source says about a party of an example; empty where it says nothing.

    Parameters
    ----------
    id, party : str
    about : {"gives", "gets", "risks", "duty", "money"}
    lang : {"nl", "en"}

    Examples
    --------
    >>> told("fraud", "banks", "duty", "nl"), told("aio", "svb", "duty", "nl")
    ('nee', '')
    """
    parties: Sequence[Mapping[str, Any]] = _item(id)["parties"]
    item = next((one for one in parties if one["id"] == party), {})
    found = content.optional(item, about, where=f"{FILE}.examples.{id}.{party}")
    return found.of(lang) if found else ""


def source_of(line: Line, balance: Balance) -> tuple[str, ...]:
    """Return where the amounts of a line come from; none where somebody changed them.

    Parameters
    ----------
    line : Line
    balance : Balance
        In which it stands.
    """
    stem = line.id.partition(":")[0]
    items = (*content.read(FILE)["defaults"], *_item(balance.example)["lines"])
    same = next((one for one in items if one["id"] == stem), None)
    if same is None or list(_three(line.amount)) != [float(one) for one in same["amount"]]:
        return ()
    return content.sourced(same, where=f"{FILE}.lines.{line.id}")


def party_name(party: Party, balance: Balance, lang: Language) -> str:
    """Return what a party is called.

    Parameters
    ----------
    party : Party
    balance : Balance
    lang : {"nl", "en"}

    Examples
    --------
    >>> fraud = example("fraud")
    >>> party_name(fraud.parties[1], fraud, "nl")
    'Banken'
    """
    return party.name or _named(balance.example, "parties", party.id, "name", lang) or party.id


def line_name(line: Line, balance: Balance, lang: Language) -> str:
    """Return what a line is called; one that was added from the defaults has their words.

    Parameters
    ----------
    line : Line
    balance : Balance
    lang : {"nl", "en"}
    """
    added = defaults().get(line.id.partition(":")[0])
    if line.says or added is None:
        return line.says or _named(balance.example, "lines", line.id, "says", lang) or line.id
    return added.says.of(lang)


def word(group: str, key: str, lang: Language) -> str:
    """Return a word of the content file: a sign or a grade.

    Parameters
    ----------
    group : {"signs", "grades"}
    key : str
    lang : {"nl", "en"}

    Examples
    --------
    >>> word("grades", "limited", "nl"), word("signs", "plus", "en")
    ('beperkt', '+')
    """
    return content.bilingual(content.read(FILE)[group], key, where=f"{FILE}.{group}").of(lang)


def remark(*path: str, lang: Language) -> str:
    """Return a text of the content file by its path.

    Parameters
    ----------
    *path : str
        Such as ``"discount", "says"``.
    lang : {"nl", "en"}
    """
    item: Any = content.read(FILE)
    for step in path[:-1]:
        item = item[step]
    return content.bilingual(item, path[-1], where=".".join((FILE, *path))).of(lang)


def _item(id: str) -> Mapping[str, Any]:
    """Return an example as the file has it."""
    found: Mapping[str, Mapping[str, Any]] = content.read(FILE)["examples"]
    if id not in found:
        content.wrong(f"{FILE}.examples.{id}", f"one of {', '.join(found)}", None)
    return found[id]


def _named(example: str, part: str, id: str, key: str, lang: Language) -> str:
    """Return the words for a party or a line of an example; empty for what it does not have."""
    item = next((one for one in _item(example)[part] if one["id"] == id), None)
    where = f"{FILE}.examples.{example}.{id}"
    return content.bilingual(item, key, where=where).of(lang) if item else ""


def _line(item: Mapping[str, Any], where: str) -> Line:
    """Read a line of the content file, which has words and a source."""
    content.bilingual(item, "says", where=f"{where}.{item['id']}")
    content.sourced(item, where=f"{where}.{item['id']}")
    amount = Amount(*(float(one) for one in item["amount"]))
    return Line(item["id"], item["party"], item["kind"], item["when"], amount, item["first"])


def _three(amount: Amount) -> tuple[float, float, float]:
    return amount.low, amount.likely, amount.high
