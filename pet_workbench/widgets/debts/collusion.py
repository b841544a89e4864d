"""What a coalition reads in its views of a run of `debts`."""

import numpy as np
import pandas as pd

from pet_workbench.attacks.pooled_bitmaps import (
    Lists,
    named_pseudonyms,
    pooled_bits,
    sent_in_clear,
)
from pet_workbench.core import Outcome
from pet_workbench.usecases.debts import AGENCIES, BODIES, MUNICIPALITY
from pet_workbench.usecases.debts.population import with_check_digit
from pet_workbench.widgets.case import Facts, Learned, Words
from pet_workbench.widgets.case.seen import view_of
from pet_workbench.widgets.data_table import table_html

_ROWS = 3


def learn(coalition: tuple[str, ...], outcome: Outcome, words: Words) -> Learned:
    """Attack a run with the views of `coalition`, in every way there is.

    Parameters
    ----------
    coalition : tuple of str
    outcome : Outcome
    words : Words
    """
    views = {party: view_of(outcome, party) for party in coalition}
    n_places = 10 ** int(outcome.parameters["digits"])
    pooled = pooled_bits(views, BODIES, "list", owners=AGENCIES, n_places=n_places)
    if pooled:
        asked = pooled_bits(views, BODIES, "question", owners=[MUNICIPALITY], n_places=n_places)
        lists = {owner: with_check_digit(places) for owner, places in pooled.items()}
        facts = {"asked": sum(one.size for one in asked.values())}
        return _learned("all", "lists", lists, words, facts)
    numbers = with_check_digit(np.arange(n_places // 10, n_places))
    named = named_pseudonyms(views, "pseudonyms of list", key_step="pseudonym key", numbers=numbers)
    if named:
        return _learned("all", "named", named, words, {"tried": numbers.size})
    sent = sent_in_clear(views, "person")
    lists = {agency: sent[agency] for agency in AGENCIES if agency in sent}
    if lists:
        return _learned("all", "sent", lists, words, {})
    if any(view.find("pseudonyms of list") for view in views.values()):
        return Learned("pattern")
    return Learned("nothing", "result" if MUNICIPALITY in coalition else "")


def _learned(gain: str, verdict: str, lists: Lists, words: Words, facts: Facts) -> Learned:
    """Show the first people on every list that was read."""
    frame = pd.DataFrame(
        {
            "agency": [words.heading(agency) for agency in lists],
            "people": [one.size for one in lists.values()],
            "first": [", ".join(map(str, one[:_ROWS].tolist())) or "-" for one in lists.values()],
        }
    )
    table = table_html(
        frame,
        lang=words.lang,
        caption=words("collusion_caption"),
        headers={name: words(f"collusion_{name}") for name in frame.columns},
    )
    read = sum(one.size for one in lists.values())
    return Learned(gain, verdict, {**facts, "read": read}, table)
