"""Evidence held against a policy, point by point, as a table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from pet_workbench.enclave import Evidence, Policy
from pet_workbench.enclave.policy import REASONS, Reason
from pet_workbench.widgets import table_html
from pet_workbench.widgets.case import Words

_SHOWN = 8


@dataclass(frozen=True)
class Judged:
    """One piece of evidence, and what the policy found wrong with it.

    Attributes
    ----------
    evidence : Evidence or None
        None if no signature holds.
    reasons : collection of str
        Why it is refused.
    """

    evidence: Evidence | None
    reasons: Collection[Reason]


def verdict_html(
    policy: Policy, judged: Mapping[str, Judged], words: Words, *, caption: str
) -> str:
    """Show what a policy asks for, and what each piece of evidence says.

    Parameters
    ----------
    policy : Policy
    judged : mapping of str to Judged
        By the heading of its column.
    words : Words
    caption : str
        Key of the caption, another for every table of a page.
    """
    rows = [
        [words("check_signature"), words("asks_signature")]
        + [words("right" if one.evidence else "wrong", got="") for one in judged.values()]
    ]
    for reason in REASONS:
        cells = [_cell(reason, one, words) for one in judged.values()]
        rows.append([words(f"check_{reason}"), _asks(reason, policy, words), *cells])
    columns = [words("column_check"), words("column_asks"), *judged]
    return table_html(
        pd.DataFrame(rows, columns=columns),
        lang=words.lang,
        caption=words(caption),
    )


def _asks(reason: Reason, policy: Policy, words: Words) -> str:
    """Say what a policy asks for on one point."""
    if reason == "debug":
        return words("asks_debug_any" if policy.allow_debug else "asks_debug")
    if reason == "version":
        return words("asks_version", version=words.number(policy.security_version))
    listed = {"root": policy.roots, "measurement": policy.measurements}.get(reason, frozenset())
    return words(f"asks_{reason}", listed=", ".join(sorted(one.hex()[:_SHOWN] for one in listed)))


def _cell(reason: Reason, judged: Judged, words: Words) -> str:
    """Say what evidence claims on one point, and whether that is good enough."""
    evidence = judged.evidence
    if evidence is None:
        return words("unread")
    is_wrong = reason in judged.reasons
    got = {
        "root": evidence.root.hex()[:_SHOWN],
        "debug": words("got_debug" if evidence.debug else "got_no_debug"),
        "version": words.number(evidence.security_version),
        "measurement": evidence.measurement.hex()[:_SHOWN],
        "binding": words("got_other_binding" if is_wrong else "got_binding"),
    }[reason]
    return words("wrong" if is_wrong else "right", got=got)
