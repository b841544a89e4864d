"""The balance in a few sentences and one table, for the memo; plain text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pet_workbench.decide import sources
from pet_workbench.decide.balance.break_even import per_year
from pet_workbench.decide.balance.examples import about, example, party_name, remark, word
from pet_workbench.decide.balance.model import ASKED, Balance
from pet_workbench.decide.balance.outlook import Outlook, Result, outlook
from pet_workbench.decide.balance.rules import rules
from pet_workbench.decide.balance.transfer import Transfer, transfer
from pet_workbench.decide.balance.words import chance, money, money_range, rate_text, years_text
from pet_workbench.i18n import Language, number, percent, text


@dataclass(frozen=True)
class Summary:
    """What a memo says about a balance.

    Attributes
    ----------
    title : str
        Name of the example it was made from.
    years, rate : str
    sentences : tuple of str
        What comes out, how it was computed, and what in it is whose.
    head : tuple of str
        Headings of the table.
    rows : tuple of tuple of str
        One per party, the party first, and one for all together.
    transfer : tuple of str
        Who pays whom so that nobody loses, or why that cannot be.
    source : str
        Where the discount rate comes from.
    """

    title: str
    years: str
    rate: str
    sentences: tuple[str, ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    transfer: tuple[str, ...]
    source: str


def summary(state: Mapping[str, Any], lang: Language) -> Summary:
    """Return what a memo says about a balance.

    Parameters
    ----------
    state : mapping
        `Dossier.balance`.
    lang : {"nl", "en"}

    Raises
    ------
    DataError
        If the state is broken.
    """
    balance = Balance.from_mapping(state)
    seen = outlook(balance)
    read = sources.get("discount-rate")
    return Summary(
        title=about(balance.example).title.of(lang),
        years=years_text(balance.years, lang),
        rate=rate_text(balance.rate, lang),
        sentences=(told_result(balance, seen, lang), _method(balance, lang), whose(balance, lang)),
        head=tuple(
            text(f"balance.head_{name}", lang)
            for name in ("party", "sign", "likely", "range", "loss", *ASKED)
        ),
        rows=(*_rows(balance, seen, lang), _total_row(seen.total, lang)),
        transfer=told_transfer(balance, transfer(balance), lang),
        source=f"{read.title.of(lang)} {read.url}".strip(),
    )


def told_result(balance: Balance, seen: Outlook, lang: Language) -> str:
    """Say who gains, who loses, and what all together end with.

    Parameters
    ----------
    balance : Balance
    seen : Outlook
    lang : {"nl", "en"}
    """
    return " ".join((*told_signs(balance, seen, lang), told_total(balance, seen, lang)))


def told_signs(balance: Balance, seen: Outlook, lang: Language) -> tuple[str, ...]:
    """Say per sign which parties have it, winners first.

    Parameters
    ----------
    balance : Balance
    seen : Outlook
    lang : {"nl", "en"}
    """
    names = {party.id: party_name(party, balance, lang) for party in balance.parties}
    found = {
        sign: ", ".join(names[id] for id, result in seen.parties.items() if result.sign == sign)
        for sign in ("plus", "mixed", "minus", "zero")
    }
    return tuple(
        text(
            "balance.told_sign", lang, sign=remark("signs", "says", sign, lang=lang), parties=these
        )
        for sign, these in found.items()
        if these
    )


def told_total(balance: Balance, seen: Outlook, lang: Language) -> str:
    """Say what all together end with at the likely amounts.

    Parameters
    ----------
    balance : Balance
    seen : Outlook
    lang : {"nl", "en"}
    """
    total, years = money(seen.total.likely, lang), years_text(balance.years, lang)
    return text("balance.told_total", lang, total=total, years=years)


def told_transfer(balance: Balance, settled: Transfer, lang: Language) -> tuple[str, ...]:
    """Say who pays whom, or why no payment among the parties is enough.

    Parameters
    ----------
    balance : Balance
    settled : Transfer
    lang : {"nl", "en"}
    """
    names = {party.id: party_name(party, balance, lang) for party in balance.parties}
    if not settled.possible:
        short, yearly = settled.shortage, per_year(settled.shortage, balance)
        return (
            text("balance.told_short", lang, short=money(short, lang), yearly=money(yearly, lang)),
        )
    if not settled.payments:
        return (text("balance.told_no_need", lang),)
    total, yearly = settled.total, per_year(settled.total, balance)
    first = text(
        "balance.told_possible", lang, total=money(total, lang), yearly=money(yearly, lang)
    )
    each = [
        text("balance.told_pays", lang, winner=names[a], loser=names[b], amount=money(euros, lang))
        for (a, b), euros in settled.payments.items()
    ]
    return (first, *each)


def whose(balance: Balance, lang: Language) -> str:
    """Say whose the amounts are: the example's, or changed by the reader.

    Parameters
    ----------
    balance : Balance
    lang : {"nl", "en"}
    """
    said = about(balance.example)
    if balance == example(balance.example):
        return said.ours.of(lang)
    return text("balance.edited", lang, example=said.title.of(lang))


def _method(balance: Balance, lang: Language) -> str:
    """Say that it was simulated, how, and over which years."""
    by = rules()
    return text(
        "balance.method",
        lang,
        draws=number(by.draws, lang),
        certainty=percent(by.certainty, lang),
        years=years_text(balance.years, lang),
        rate=rate_text(balance.rate, lang),
    )


def _figures(result: Result, lang: Language) -> tuple[str, str, str, str]:
    """Return sign, likely result, range and chance to lose."""
    return (
        word("signs", result.sign, lang),
        money(result.likely, lang),
        money_range(result.low, result.high, lang),
        chance(result, lang),
    )


def _rows(balance: Balance, seen: Outlook, lang: Language) -> list[tuple[str, ...]]:
    return [
        (
            party_name(party, balance, lang),
            *_figures(seen.parties[party.id], lang),
            *(word("grades", getattr(party, asked), lang) for asked in ASKED),
        )
        for party in balance.parties
    ]


def _total_row(total: Result, lang: Language) -> tuple[str, ...]:
    return (text("balance.together", lang), *_figures(total, lang), *("" for _ in ASKED))
