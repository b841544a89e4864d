"""What a case takes for the whole country: measured before, stored, and shown with its machine."""

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pet_workbench import bench
from pet_workbench.bench import Record
from pet_workbench.bench.costs import network_seconds
from pet_workbench.core import PROFILES
from pet_workbench.i18n import day
from pet_workbench.widgets.case.section import small
from pet_workbench.widgets.data_table import ABSENT, table_html

if TYPE_CHECKING:
    from pet_workbench.widgets.case.page import CasePage

WAN = next(profile for profile in PROFILES if profile.id == "wan")


def national_records(
    records: Sequence[Record], techniques: Iterable[str], *, national_n: int
) -> tuple[Record, ...]:
    """Return the newest record of each technique at the largest size, if that is national.

    Nothing is returned without a record of the first technique, which the page is about.

    Parameters
    ----------
    records : sequence of Record
        Oldest first, as they were written.
    techniques : iterable of str
        Full ids, in the order of the page.
    national_n : int
        From this size on a record stands for the whole country.
    """
    order = list(techniques)
    records = [record for record in records if record.network == bench.IN_PROCESS]
    sizes = [record.n for record in records if record.technique == order[0]]
    largest = max(sizes, default=0)
    if largest < national_n:
        return ()
    newest = {record.technique: record for record in records if record.n == largest}
    return tuple(newest[id] for id in order if id in newest)


def national_html(page: "CasePage[Any]") -> str:
    """Return what was measured for the whole country, if such records are there.

    Parameters
    ----------
    page : CasePage
    """
    words, case = page.words, page.case
    records = national_records(bench.stored(case.key), case.techniques, national_n=page.national_n)
    if not records:
        return f"<p>{words('national_absent', case=case.key)}</p>"
    people = words("people", n=words.number(records[0].n))
    smaller = _smaller(bench.stored(case.key), {record.technique for record in records}, page)
    return _table(records, page, people) + smaller + _sentence(records[0], page, people)


def _smaller(records: Sequence[Record], shown: Collection[str], page: "CasePage[Any]") -> str:
    """Say up to which size the techniques were measured that the table does not show."""
    words, said = page.words, []
    for id in page.case.techniques:
        measured = [record for record in records if record.technique == id]
        if id in shown or not measured:
            continue
        most = max(measured, key=lambda record: (record.n, record.date))
        facts = {
            "technique": words.technique(id),
            "people": words("people", n=words.number(most.n)),
            "seconds": words.duration(most.seconds_median),
            "bytes": words.size(most.bytes),
        }
        said.append(small(words("national_smaller", **facts)))
    return "".join(said)


def _table(records: Sequence[Record], page: "CasePage[Any]", people: str) -> str:
    """Return time, bytes, estimated time on a network and memory per technique."""
    import pandas as pd

    words = page.words
    frame = pd.DataFrame(
        {
            "technique": [words.technique(record.technique) for record in records],
            "seconds": [record.seconds_median for record in records],
            "bytes": [record.bytes for record in records],
            "wan": [network_seconds(record, WAN) for record in records],
            "memory": [record.peak_most for record in records],
        }
    )

    def memory(megabytes: float) -> str:
        return ABSENT if pd.isna(megabytes) else words.size(megabytes * 10**6)

    return table_html(
        frame,
        lang=words.lang,
        caption=words("national_caption", people=people),
        headers={name: words(f"national_{name}") for name in frame.columns},
        written={
            "seconds": words.duration,
            "wan": words.duration,
            "bytes": words.size,
            "memory": memory,
        },
    )


def _sentence(main: Record, page: "CasePage[Any]", people: str) -> str:
    """Say what the technique of the page takes, and where that was measured."""
    words = page.words
    said = words(
        "national_sentence",
        people=people,
        n=words.number(main.n),
        technique=words.technique(main.technique),
        seconds=words.duration(main.seconds_median),
        bytes=words.size(main.bytes),
        wan=words.duration(network_seconds(main, WAN)),
    )
    where = words(
        "national_machine",
        date=day(main.date, words.lang),
        processor=main.machine.get("processor", "?"),
        cores=main.machine.get("cores", "?"),
    )
    return f"<p>{said}</p>{small(where)}"
