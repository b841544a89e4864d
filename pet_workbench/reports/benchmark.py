"""The benchmark report: all evidence on one page that can be mailed, printed and read anywhere."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pet_workbench.bench import Record, Stopped
from pet_workbench.bench.costs import Prices
from pet_workbench.bench.matrix import case_name
from pet_workbench.core import DataError
from pet_workbench.i18n import Language, size
from pet_workbench.reports.appendix import machines_html, prices_html, records_html
from pet_workbench.reports.cases import case_html
from pet_workbench.reports.facts import Facts
from pet_workbench.reports.html import paragraphs
from pet_workbench.reports.overview import (
    SIZE,
    checked_html,
    matrix_html,
    opening,
    peers_html,
    reading_html,
)
from pet_workbench.reports.page import Section, page
from pet_workbench.viz.evidence import check_any, newest

_BEFORE = {"read": reading_html, "matrix": matrix_html, "checked": checked_html}
_AFTER = {
    "peers": peers_html,
    "prices": prices_html,
    "machines": machines_html,
    "records": records_html,
}


def benchmark_report(
    records: Sequence[Record],
    *,
    lang: Language,
    stopped: Sequence[Stopped] = (),
    prices: Prices | None = None,
    title: str | None = None,
) -> str:
    """Return the report as one HTML page that fetches nothing.

    Parameters
    ----------
    records : sequence of Record
        Those of one's own machine first; of each cell and machine the newest counts.
    lang : {"nl", "en"}
    stopped : sequence of Stopped
        Cells that were given up.
    prices : Prices, optional
        Unit prices; by default those that come with the workbench.
    title : str, optional
        Plain text.

    Raises
    ------
    DataError
        If there is no record.
    """
    check_any(records)
    facts = Facts(newest(records), tuple(stopped), prices or Prices.load(), lang, datetime.now(UTC))
    sections = [
        *(Section(id, facts(f"{id}_title"), make(facts)) for id, make in _BEFORE.items()),
        *(
            Section(f"case-{case}", case_name(case, lang), case_html(facts, case))
            for case in facts.cases
        ),
        *(Section(id, facts(f"{id}_title"), make(facts)) for id, make in _AFTER.items()),
    ]
    made = page(
        title or facts("title"),
        opening=opening(facts),
        sections=sections,
        closing=paragraphs(facts("closing")),
        words=facts.words,
        lang=lang,
    )
    return made.replace(SIZE, size(len(made.encode()), lang), 1)


def write_report(
    path: Path,
    records: Sequence[Record],
    stopped: Sequence[Stopped],
    lang: Language,
    *,
    prices: Prices | None = None,
) -> int:
    """Write the report to a file; return its number of bytes.

    Parameters
    ----------
    path : Path
        Of the HTML file; its folder is made where it is not there.
    records : sequence of Record
    stopped : sequence of Stopped
    lang : {"nl", "en"}
    prices : Prices, optional
        Unit prices; by default those that come with the workbench.

    Raises
    ------
    DataError
        If there is no record, and nothing is written then; or if the file cannot be written.
    """
    content = benchmark_report(records, lang=lang, stopped=stopped, prices=prices).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise DataError(
            "errors.file_unusable",
            "need to read and write the file {path}, got: {reason}; choose another file",
            path=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    return len(content)
