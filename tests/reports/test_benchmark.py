"""The benchmark report holds all evidence, fetches nothing, and shows texts as texts."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pet_workbench.bench import Stopped
from pet_workbench.bench.record import read_line
from pet_workbench.core import DataError
from pet_workbench.i18n import LANGUAGES, size
from pet_workbench.reports import benchmark_report, write_report
from tests.viz.evidence_records import HOMOMORPHIC, PLAIN, SHARING, THERE, attempt, grown, made

EVIL = "<img src=x onerror=alert(1)>"
RECORDS = [
    *grown(SHARING, 1e-6),
    *grown(PLAIN, 1e-7),
    made(SHARING, 10_000, 0.01, attack=attempt("failed")),
    *grown(HOMOMORPHIC, 1e-4, machine=THERE),
]
_OLD = RECORDS[0]
STOPPED = Stopped(
    case="aio", technique=HOMOMORPHIC, n=3_500_000, seed=1, parameters={}, network="in-process",
    machine=_OLD.machine, versions=_OLD.versions, commit="abcdef123456", stamp="0123456789ab",
    date=_OLD.date,
    reason="time", limit=600.0, message=None,
)  # fmt: skip
VOID = {"meta", "br", "img", "hr", "link", "input"}


class Reader(HTMLParser):
    """Reads a page: its elements with their attributes, and whether they close in order."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.open, self.texts = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note what a reader sees."""
        if "script" not in self.open and "style" not in self.open:
            self.texts.append(data)

    def of(self, tag):
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module", params=LANGUAGES)
def lang(request):
    """Return one language after the other."""
    return request.param


@pytest.fixture(scope="module")
def page(lang):
    """Return the report of the records made by hand."""
    return benchmark_report(RECORDS, lang=lang, stopped=[STOPPED])


@pytest.fixture(scope="module")
def read(page):
    """Return the report as it is read."""
    return Reader(page)


def test_the_page_is_well_formed_and_in_its_language(read, lang):
    """Every element closes where it opened; there is one main part and one first heading."""
    assert read.open == []
    assert read.of("html") == [{"lang": lang}]
    for tag in ("h1", "main", "header", "nav", "footer", "title"):
        assert len(read.of(tag)) == 1
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_nothing_comes_from_elsewhere(read):
    """No element has an address outside the page; links lead into it or hold their data."""
    links = {attributes.get("href", "") for _, attributes in read.elements} - {""}
    assert all(link.startswith(("#", "data:application/x-ndjson;base64,")) for link in links)
    assert [attributes for _, attributes in read.elements if "src" in attributes] == []


def test_only_the_scripts_of_the_page_may_run(page, read):
    """The policy names the two scripts by their hashes, and no handler stands in the page."""
    policy = next(one["content"] for one in read.of("meta") if "http-equiv" in one)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    digests = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in scripts]

    assert len(scripts) == 2
    assert re.search(r"script-src ([^;]*)", policy)[1].split() == [f"'sha256-{d}'" for d in digests]
    assert policy.startswith("default-src 'none'")
    names = {name for _, attributes in read.elements for name in attributes}
    assert [name for name in names if name.startswith("on")] == []


def test_every_figure_has_a_table_and_a_text_alternative(read):
    """Who does not see a picture, or runs no script, finds the same in words."""
    charts = [one for one in read.of("div") if one.get("class") == "chart"]

    assert len(charts) >= 10
    assert all(chart["role"] == "img" and len(chart["aria-label"]) > 40 for chart in charts)
    assert len(read.of("figure")) == len(read.of("figcaption")) == len(charts)
    assert len(read.of("table")) >= len(charts)
    assert len(read.of("caption")) == len(read.of("table"))


def test_the_records_are_in_the_page(read):
    """The download holds every record and every cell that was given up, and can be read again."""
    link = next(one for one in read.of("a") if "download" in one)
    lines = base64.b64decode(link["href"].partition(",")[2]).decode().splitlines()
    found = [read_line(line) for line in lines]

    assert found[-1] == STOPPED
    assert len(found) == 1 + len({(str(one.machine), one.cell.key) for one in RECORDS})


def test_the_page_states_its_size(page, lang):
    """The size in the opening is that of the file."""
    assert size(len(page.encode()), lang) in page
    assert len(page.encode()) < 8_000_000


def test_all_that_was_asked_for_is_there(read, lang):
    """Machines, commit, skipped cells and reasons why not stand in the page."""
    words = " ".join(read.texts)

    for wanted in ("P1", "P2", "abcdef123456", "computer B"):
        assert wanted in words
    stopped = {"nl": "langer duurde dan 10 min", "en": "took longer than 10 min"}
    assert stopped[lang] in words
    assert words.count({"nl": "past niet", "en": "does not fit"}[lang]) > 5


def test_texts_of_a_record_are_harmless():
    """A record with mark-up in its fields is shown as it is written."""
    evil = replace(
        RECORDS[0],
        machine={**RECORDS[0].machine, "processor": EVIL},
        commit=EVIL,
        versions={EVIL: EVIL},
        links=tuple(replace(link, sender=EVIL) for link in RECORDS[0].links),
    )
    read = Reader(benchmark_report([evil], lang="en", title=EVIL))

    assert read.of("img") == []
    assert " ".join(read.texts).count(EVIL) >= 5


def test_a_case_of_another_package_is_reported_too():
    """Without words or judgements of ours there are still its measurements."""
    other = [replace(record, case="neighbours<b>") for record in grown("gossip", 1e-6)]
    read = Reader(benchmark_report(other, lang="en"))

    assert read.of("b") == []
    assert "neighbours<b>" in read.texts
    assert "gossip" in read.texts


def test_the_report_is_written_to_a_new_folder(tmp_path):
    """The number of bytes that is told is that of the file."""
    path = tmp_path / "new" / "report.html"

    assert write_report(path, RECORDS[:3], [], "nl") == path.stat().st_size


def test_nothing_is_written_without_records(tmp_path):
    """An empty report would say nothing; it is refused, and leaves no file."""
    with pytest.raises(DataError):
        write_report(tmp_path / "report.html", [], [], "en")

    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written_is_an_error_that_readers_see(tmp_path):
    """A folder that is a file, say, is named in an error of ours."""
    (tmp_path / "taken").write_text("here")

    with pytest.raises(DataError, match="taken") as caught:
        write_report(tmp_path / "taken" / "report.html", RECORDS[:3], [], "nl")
    assert caught.value.id == "errors.file_unusable"
