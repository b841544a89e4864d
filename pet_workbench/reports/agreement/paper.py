"""What an agreement says, in words: for those who sign it, and for a supervisor."""

from collections.abc import Callable, Mapping

from pet_workbench.bench.matrix import case_name, technique_name
from pet_workbench.bench.matrix.names import leak_words
from pet_workbench.core import PetError
from pet_workbench.governance import Agreement, Computation, SignedAgreement
from pet_workbench.governance.approval import STAGES
from pet_workbench.governance.canonical import Json
from pet_workbench.i18n import Language, catalogue, number, shortest, text
from pet_workbench.reports.paper.blocks import (
    Block,
    Facts,
    Items,
    Line,
    Paper,
    Paragraph,
    Part,
    Table,
    facts,
)

Say = Callable[..., str]


def agreement_paper(signed: SignedAgreement, *, lang: Language) -> Paper:
    """Return the paper of an agreement.

    Parameters
    ----------
    signed : SignedAgreement
    lang : {"nl", "en"}
    """
    agreement = signed.agreement

    def say(key: str, **values: object) -> str:
        return text(f"agreement.{key}", lang, **values)

    parts = (
        Part("parties", say("parties"), (_parties(agreement, say), _note(say("basis_note")))),
        Part("computation", say("computation"), tuple(_computation(agreement, say, lang))),
        Part("columns", say("columns"), tuple(_columns(agreement, say))),
        Part("limits", say("limits"), (_limits(agreement, say, lang),)),
        Part("approvals", say("approvals"), (_approvals(signed, say), _note(say("sign_note")))),
    )
    return Paper(
        title=agreement.title,
        subject=say("subject"),
        opening=(
            Paragraph((agreement.purpose,), "lead"),
            _note(say("digest_is", digest=agreement.short)),
        ),
        parts=parts,
        closing=(Paragraph((say("closing", digest=agreement.digest),), "small"),),
        labels={"skip": say("skip"), "contents": say("contents")},
    )


def _note(words: str) -> Paragraph:
    return Paragraph((words,), "note")


def _parties(agreement: Agreement, say: Say) -> Table:
    """Return who takes part, as what, and on which basis as it states itself."""
    rows = tuple(
        (
            party.name,
            ", ".join(say(f"role_{role}") for role in party.roles),
            " ".join(filter(None, (party.basis, f"({party.reference})" if party.reference else "")))
            or say("no_basis"),
        )
        for party in agreement.parties
    )
    return Table(say("parties_caption"), (say("party"), say("role"), say("basis")), rows, (2, 2, 4))


def _computation(agreement: Agreement, say: Say, lang: Language) -> list[Block]:
    """Return the exact computation."""
    about = agreement.computation
    told: dict[str, str | tuple[Line, ...]] = {
        say("case"): _named(case_name, about.case, lang=lang),
        say("technique"): _named(technique_name, about.case, about.technique, lang=lang),
        say("parameters"): _settings(about.parameters, say, lang),
        say("smallest"): say("no_smallest")
        if about.smallest is None
        else say("smallest_is", n=number(about.smallest, lang)),
        say("software"): about.software or say("unknown"),
    }
    outputs = Table(
        say("outputs"),
        (say("what"), say("receiver"), say("guarantee")),
        tuple(
            (
                _word(f"matrix.what_{one.what}", one.what, lang),
                one.receiver,
                _word(f"matrix.guarantee_{one.guarantee}", one.guarantee, lang),
            )
            for one in about.outputs
        ),
    )
    return [facts(told), outputs, _learned(about, say, lang)]


def _learned(about: Computation, say: Say, lang: Language) -> Block:
    """Return what parties learn beyond what is released."""
    if not about.learned:
        return Paragraph((say("nothing_learned"),))
    lines: list[Line] = [
        (_named(leak_words, about.case, leak, lang=lang),) for leak in about.learned
    ]
    return Items(tuple(lines), say("learned"))


def _settings(chosen: Mapping[str, Json], say: Say, lang: Language) -> tuple[Line, ...]:
    """Return each setting on a line of its own, by the name that the computation gives it."""
    return tuple(
        (f"{name} = {_value(value, say, lang)}",) for name, value in sorted(chosen.items())
    )


def _value(value: Json, say: Say, lang: Language) -> str:
    if value is None or value == "":
        return say("none")
    if isinstance(value, bool):
        return say("yes" if value else "no")
    return shortest(value, lang) if isinstance(value, int | float) else str(value)


def _columns(agreement: Agreement, say: Say) -> list[Block]:
    """Return the columns with what they mean, and what was decided where they differ."""
    if not agreement.columns:
        return [Paragraph((say("no_columns"),))]
    meanings = {one.id: one for one in agreement.definitions}
    head = tuple(say(name) for name in ("party", "column", "means", "register"))
    rows = tuple(
        (
            one.party,
            f"{one.name} ({one.unit})" if one.unit else one.name,
            f"{meanings[one.definition].says} ({meanings[one.definition].source})",
            one.register,
        )
        for one in agreement.columns
    )
    decided = tuple(
        (f"{one.conflict.replace('~', ' + ')}: {one.says}",) for one in agreement.decisions
    )
    open_ = tuple((say("undecided_is", columns=one.shown),) for one in agreement.undecided)
    return [
        Table(say("columns_caption"), head, rows, (2, 2, 5, 2)),
        Items(decided, say("decisions")),
        Items(open_, say("undecided")),
    ]


def _limits(agreement: Agreement, say: Say, lang: Language) -> Facts:
    """Return how often, until when, and with which budget."""
    budget = say("no_budget")
    if agreement.epsilon:
        budget = say(
            "budget_is",
            epsilon=shortest(agreement.epsilon, lang),
            run=shortest(agreement.computation.epsilon, lang),
        )
    return facts(
        {
            say("runs"): say("runs_is", n=number(agreement.runs, lang)),
            say("time"): say("time_is", since=agreement.since, until=agreement.until),
            say("budget"): budget,
        }
    )


def _approvals(signed: SignedAgreement, say: Say) -> Table:
    """Return whether each owner signed this very agreement, for each stage."""
    agreement = signed.agreement
    rows = []
    for owner in agreement.owners:
        key = agreement.party(owner).key
        cells = [owner]
        for stage in STAGES:
            holds = [one for one in signed.of(owner, stage) if one.holds(agreement, key)]
            given = bool(signed.of(owner, stage))
            cells.append(
                say("signed_at", at=holds[0].at) if holds else say("void" if given else "not_yet")
            )
        rows.append(tuple(cells))
    head = (say("owner"), *(say(f"stage_{stage}") for stage in STAGES))
    return Table(say("approvals_caption"), head, tuple(rows))


def _named(name: Callable[..., str], *given: str, lang: Language) -> str:
    """Return the reader's name of something, or its id where there is none."""
    try:
        return name(*given, lang)
    except PetError:
        return given[-1]


def _word(key: str, otherwise: str, lang: Language) -> str:
    return catalogue(lang).get(key, otherwise)
