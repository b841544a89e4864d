"""Nothing of a private table shows, and no unit counts for more than its limit."""

import copy
import pickle
from collections import Counter
from contextlib import nullcontext
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from pet_workbench.core import DataError, Keystream, ParameterError
from pet_workbench.dp.bounding import bounded
from pet_workbench.dp.errors import DifferentialPrivacyError
from pet_workbench.dp.private_table import PrivateTable
from pet_workbench.dp.terms import Terms

SECRET = 8_675_309


def table(seed=1, **columns):
    """Return a table whose choices are the same every time."""
    return PrivateTable(columns, dataset="d", teaching_seed=seed)


def per_unit(rows_per_group=1, groups=1):
    """Return terms with a unit column."""
    return Terms(
        unit="person",
        neighbours="add-remove",
        column="who",
        rows_per_group=rows_per_group,
        groups=groups,
    )


@pytest.mark.parametrize(
    "wish",
    [
        len,
        iter,
        list,
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        lambda one: one[0],
        lambda one: one + 1,
        lambda one: one < 1,
    ],
)
@pytest.mark.parametrize("door", ["table", "rows"])
def test_data_cannot_be_taken_out_by_accident(wish, door):
    """No length, no item, no pickle and no copy, of the table or of its bounded rows."""
    private = table(income=np.array([SECRET]))
    if door == "rows":
        private = private.rows(Terms(unit="person", neighbours="add-remove"), ("income",))
    with pytest.raises((DifferentialPrivacyError, TypeError)) as refusal:
        wish(private)
    assert str(SECRET) not in str(refusal.value)


def test_what_is_shown_says_nothing_about_the_data():
    """Two tables of one data set look the same, whatever is in them."""
    one, two = table(income=np.array([SECRET])), table(other=np.array([], float))
    assert repr(one) == repr(two) == str(one) == "PrivateTable(dataset='d')"
    assert bool(one) == bool(two)
    assert not hasattr(one, "__dict__")


def test_bounded_rows_cannot_be_changed():
    """A query that writes into the rows would change the next answer."""
    values = table(x=np.arange(3.0)).rows(Terms(unit="person", neighbours="add-remove"), ("x",))
    with pytest.raises(ValueError, match="read-only"):
        values.column("x")[0] = 1


@pytest.mark.parametrize(
    ("values", "row"),
    [
        (["a", 1], 2),
        ([1.0, "x"], 1),
        (["a", None, 2.5], 3),
        (pd.Series(pd.to_datetime(["2026-01-01"])), 1),
        (np.array([1j]), 1),
        (np.zeros((2, 2)), 1),
        ([object()], 1),
    ],
)
def test_columns_of_another_kind_are_refused_at_loading(values, row):
    """Numbers among text are told to the data holder, who may see the row."""
    with pytest.raises(DataError, match="data holder only") as refusal:
        table(x=values)
    assert refusal.value.id == "errors.dp_column_kind"
    assert refusal.value.parameters == {"column": "x", "row": row}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {1: [1.0]},
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        {"a": [1.0], "b": [1.0, 2.0]},
    ],
)
def test_tables_that_are_no_table_are_refused_at_loading(data):
    """Names are text and differ, and columns are of one length."""
    with pytest.raises(DataError):
        PrivateTable(data, dataset="d")


def test_a_column_that_is_not_there_is_refused_without_reading():
    """The error names what was asked, and not what there is."""
    private = table(income=np.array([SECRET]))
    with pytest.raises(DataError, match="got incme"):
        private.check(["incme"])
    with pytest.raises(DataError, match="got who"):
        private.rows(per_unit(), ("income",))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pd.Series([1, None, 3], dtype="Int64"), [1, np.nan, 3]),
        (pd.Series([True, None, True], dtype="boolean"), [1, np.nan, 1]),
        (pd.Series([0.5, None, 2], dtype="Float64"), [0.5, np.nan, 2]),
        (pd.Series([1, None, 1], dtype=object), [1, np.nan, 1]),
        (np.array([2**64 - 1], np.uint64), [2.0**64]),
        ([2**70, 5], [2.0**70, 5]),
        ([0.5, 2], [0.5, 2]),
        (pd.Series([5], dtype="UInt64"), [5]),
        ([1, 2], [1, 2]),
        (pd.Categorical([3, None, 4]), [3, np.nan, 4]),
    ],
)
def test_numbers_of_every_kind_are_numbers(values, expected):
    """Missing values become NaN, and none wraps around."""
    rows = table(x=values).rows(Terms(unit="person", neighbours="add-remove"), ("x",))
    np.testing.assert_array_equal(rows.column("x").astype(float), expected)


@pytest.mark.parametrize(
    "values",
    [
        ["b", None, "a", "c"],
        np.array(["b", None, "a", "c"], object),
        pd.Series(["b", None, "a", "c"], dtype="string"),
        pd.Series(["b", None, "a", "c"], dtype="category"),
    ],
)
def test_text_of_every_kind_finds_its_category(values):
    """What is missing or not declared comes after the last category."""
    rows = table(x=values).rows(Terms(unit="person", neighbours="add-remove"), ("x",))
    assert rows.positions("x", ("a", "b")).tolist() == [1, 2, 0, 2]
    assert rows.matches("x", "a") == 1
    assert rows.matches("x", "z") == 0
    with pytest.raises(DataError, match="holds text"):
        rows.column("x")
    with pytest.raises(DataError, match="holds text"):
        rows.positions("x", (1, 2))


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int64", "uint64", "float32", "float64", bool])
@pytest.mark.parametrize("categories", [(1, 0), (0, 1, 300), (1, -(2**40)), (2**61, 1)])
def test_numbers_find_their_category(dtype, categories):
    """In every type, with categories near and far apart."""
    values = np.array([0, 1, 1, 0, 1], dtype)
    rows = table(x=values).rows(Terms(unit="person", neighbours="add-remove"), ("x",))
    places = {category: place for place, category in enumerate(categories)}
    expected = [places.get(int(value), len(categories)) for value in values]
    assert rows.positions("x", categories).tolist() == expected
    with pytest.raises(DataError, match="holds numbers"):
        rows.positions("x", ("a",))


def test_missing_numbers_are_in_no_category():
    """Neither NaN nor infinity nor a half is a whole number."""
    rows = table(x=np.array([np.nan, np.inf, -np.inf, 0.5, 1.0])).rows(
        Terms(unit="person", neighbours="add-remove"), ("x",)
    )
    assert rows.positions("x", (0, 1)).tolist() == [2, 2, 2, 2, 1]


@pytest.mark.parametrize("ids", ["dense", "sparse", "text", "real"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_no_unit_keeps_more_rows_than_its_limit_and_none_fewer_than_it_may(ids, limit):
    """Every unit keeps as many rows as it has, up to the limit, whatever names units have."""
    rng = np.random.default_rng(5)
    who = rng.integers(0, 40, 300)
    names = {
        "dense": who,
        "sparse": who * 10**12,
        "text": np.array([f"p{one}" for one in who], object),
        "real": who + 0.5,
    }[ids]
    kept = table(who=names, row=np.arange(300)).rows(per_unit(limit), ("row",)).column("row")
    assert len(set(kept.tolist())) == len(kept)
    expected = {one: min(count, limit) for one, count in Counter(who.tolist()).items()}
    assert Counter(who[kept].tolist()) == expected


@pytest.mark.parametrize(("rows", "groups"), [(1, 1), (1, 2), (2, 1), (3, 2)])
@pytest.mark.parametrize("spread", [1, 10**12])
def test_no_unit_is_in_more_groups_than_its_limit_nor_with_more_rows(rows, groups, spread):
    """Both limits hold at once, and are used up where a unit has enough."""
    rng = np.random.default_rng(6)
    who, group = rng.integers(0, 20, 400), rng.integers(0, 5, 400)
    private = table(who=who * spread, group=group * spread, row=np.arange(400))
    kept = private.rows(per_unit(rows, groups), ("row",), group="group").column("row")
    pairs = Counter(zip(who[kept].tolist(), group[kept].tolist(), strict=True))
    before = Counter(zip(who.tolist(), group.tolist(), strict=True))
    assert all(count == min(before[pair], rows) for pair, count in pairs.items())
    expected = {one: min(count, groups) for one, count in Counter(u for u, _ in before).items()}
    assert Counter(unit for unit, _ in pairs) == expected


@pytest.mark.parametrize(
    "who",
    [
        np.array([2**63 + 1, 2**63 + 2], np.uint64),
        np.array([2**64 - 1, 1], np.uint64),
        np.array([-(2**63), 2**63 - 1]),
        np.array([-128, 127], np.int8),
        pd.Series([2**53, 2**53 + 1, None], dtype="Int64"),
        pd.Categorical([2**53, 2**53 + 1, None]),
        [2**53, 2**53 + 1, None],
        [2**70, 2**70 + 1],
        np.array([1.0, np.nextafter(1.0, 2)]),
    ],
)
def test_units_with_long_numbers_stay_apart(who):
    """Rounded to one number, two people would share a limit, and one could push the other out."""
    rows = table(who=who, x=np.arange(float(len(who)))).rows(per_unit(), ("x",))
    assert rows.column("x").tolist() == [0.0, 1.0]


def test_numbers_that_cannot_be_told_apart_are_refused_at_loading():
    """Decimals of more digits than a float has, and numbers wider than a float."""
    for values in (
        [Decimal("0.1"), Decimal("0.10000000000000000001")],
        np.array([1], np.longdouble),
    ):
        with pytest.raises(DataError, match="data holder only"):
            table(x=values)


@pytest.mark.parametrize("missing", [(None, object), (np.nan, float)])
def test_rows_that_do_not_say_whose_they_are_count_for_nothing(missing):
    """One person could own all of them, so no limit would hold."""
    nobody, kind = missing
    who = np.array([1, nobody, nobody, 2, nobody], kind)
    rows = table(who=who, x=np.arange(5.0)).rows(per_unit(), ("x",))
    assert rows.size == 2
    assert rows.column("x").tolist() == [0.0, 3.0]


def test_rows_without_a_group_count_for_nothing_where_there_are_groups():
    """A group without a name would be a group that nobody declared."""
    private = table(who=[1, 1, 2, 3], group=["a", None, None, "b"], x=[1.0, 2.0, 3.0, 4.0])
    assert private.rows(per_unit(), ("x",), group="group").column("x").tolist() == [1.0, 4.0]


def test_a_table_without_rows_has_no_rows():
    """Bounding nothing is no error, for an error would tell."""
    private = table(who=np.array([], int), group=np.array([], int), x=np.array([]))
    assert private.rows(per_unit(), ("x",)).size == 0
    assert private.rows(per_unit(), ("x",), group="group").size == 0


@pytest.mark.parametrize(("items", "limit"), [(3, 1), (4, 2), (5, 3), (6, 4)])
@pytest.mark.statistical
def test_every_choice_within_a_unit_is_equally_likely(items, limit):
    """Each item of 20,000 like units stays as often as any other, to within 5 deviations."""
    units = 20_000
    codes = np.repeat(np.arange(units), items)
    stays = bounded(codes, units=units, limit=limit, stream=Keystream(bytes(32)))
    often = stays.reshape(units, items).sum(axis=0)
    share = limit / items
    assert np.abs(often - units * share).max() < 5 * np.sqrt(units * share * (1 - share))


@pytest.mark.statistical
def test_the_choice_within_a_unit_does_not_depend_on_others():
    """With or without a crowded neighbour, each of three rows stays in a third of all draws."""
    draws, alone, beside = 3_000, Counter(), Counter()
    for seed in range(draws):
        stream = Keystream(seed.to_bytes(32, "big"))
        alone[bounded(np.array([0] * 3), units=1, limit=1, stream=stream).argmax()] += 1
        codes = np.array([1, 0, 1, 0, 1, 0])
        beside[bounded(codes, units=2, limit=1, stream=stream)[codes == 0].argmax()] += 1
    for often in (*alone.values(), *beside.values()):
        assert abs(often - draws / 3) < 5 * np.sqrt(draws * 2 / 9)


def test_a_tie_is_drawn_again():
    """Equal random numbers at the limit would let one row too many stay."""

    class Stuttering:
        def __init__(self):
            self.stream, self.drawn = Keystream(bytes(32)), 0

        def integers(self, count, dtype):
            self.drawn += 1
            return np.zeros(count, dtype) if self.drawn == 1 else self.stream.integers(count, dtype)

    for limit in (1, 4):
        stream = Stuttering()
        stays = bounded(np.zeros(6, np.int64), units=1, limit=limit, stream=stream)
        assert stays.sum() == limit
        assert stream.drawn == 2


def test_the_choice_is_drawn_once_and_by_the_operating_system():
    """A second answer is about the same rows; two tables choose differently."""
    who, x = np.repeat(np.arange(50), 4), np.arange(200.0)
    one, two = (PrivateTable({"who": who, "x": x}, dataset="d") for _ in range(2))
    chosen = one.rows(per_unit(), ("x",)).column("x")
    assert chosen.tolist() == one.rows(per_unit(), ("x",)).column("x").tolist()
    assert chosen.tolist() != two.rows(per_unit(), ("x",)).column("x").tolist()
    assert one.is_secure_randomness
    assert not table(x=x).is_secure_randomness


def test_only_the_last_few_choices_are_remembered():
    """A choice takes memory, so an old one is drawn again."""
    private = table(who=np.repeat(np.arange(3), 30), x=np.arange(90.0))
    sizes = [private.rows(per_unit(limit), ("x",)).size for limit in (1, 2, 3, 4, 5, 6, 1)]
    assert sizes == [3, 6, 9, 12, 15, 18, 3]


@pytest.mark.parametrize("values", [np.array([]), np.array([np.nan] * 2), [None, None]])
def test_a_column_without_any_value_can_be_either(values):
    """Whether a question is refused must not depend on one row that has a value."""
    rows = table(x=values).rows(Terms(unit="person", neighbours="add-remove"), ("x",))
    assert np.isnan(rows.column("x").astype(float)).all()
    assert rows.positions("x", ("a",)).tolist() == rows.positions("x", (1,)).tolist()
    assert rows.matches("x", "a") == rows.matches("x", 1) == 0


ALONE = [
    np.array([None, "ill", None], object),
    np.array([None, 5, None], object),
    np.array([np.nan, 5.0, np.nan]),
    pd.Series([None, "ill", None], dtype="category"),
]


@pytest.mark.parametrize("values", ALONE)
def test_a_column_that_one_row_fills_needs_a_declared_kind(values):
    """Without that row the column could be either, so a refused question would tell of it."""
    with pytest.raises(DataError, match="kinds: numbers or text") as refusal:
        table(x=values)
    assert refusal.value.id == "errors.dp_kind_unclear"
    assert refusal.value.parameters == {"column": "x"}


def test_a_column_that_one_unit_fills_needs_a_declared_kind():
    """Many rows of one person are one person; rows of nobody could be one's too."""
    data = {"x": ["ill", "well", None, None], "who": [7, 7, 8, 9]}
    with pytest.raises(DataError, match="kinds: numbers or text"):
        PrivateTable(data, dataset="d", unit_column="who")
    with pytest.raises(DataError, match="kinds: numbers or text"):
        PrivateTable({**data, "who": [np.nan, np.nan, 8, 9]}, dataset="d", unit_column="who")
    PrivateTable({**data, "who": [7, 8, 8, 9]}, dataset="d", unit_column="who")


@pytest.mark.parametrize("kind", ["text", "numbers"])
def test_with_a_declared_kind_one_row_changes_nothing_about_what_is_refused(kind):
    """The same questions are refused with and without the only row that has a value."""
    one = {"text": "ill", "numbers": 5}[kind]
    for values in ([None, one, None], [None, None, None], []):
        private = PrivateTable({"x": np.array(values, object)}, dataset="d", kinds={"x": kind})
        rows = private.rows(Terms(unit="person", neighbours="add-remove"), ("x",))
        for asking in (lambda: rows.column("x"), lambda: rows.matches("x", 5)):  # noqa: B023 - called at once
            with nullcontext() if kind == "numbers" else pytest.raises(DataError):
                asking()
        with nullcontext() if kind == "text" else pytest.raises(DataError):
            rows.matches("x", "ill")


def test_a_column_that_is_not_as_declared_is_refused_at_loading():
    """The data holder hears which row; an unknown kind or column is refused as well."""
    with pytest.raises(DataError) as refusal:
        PrivateTable({"x": [None, "a", "b"]}, dataset="d", kinds={"x": "numbers"})
    assert refusal.value.parameters == {"column": "x", "row": 2}
    with pytest.raises(ParameterError):
        PrivateTable({"x": [1, 2]}, dataset="d", kinds={"x": "whole"})
    with pytest.raises(DataError):
        PrivateTable({"x": [1, 2]}, dataset="d", kinds={"y": "text"})
