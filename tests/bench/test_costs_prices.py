"""Tests of unit prices and of the bills made with them."""

import math
import tomllib

import pytest

from pet_workbench.bench import Link, costs
from pet_workbench.bench.costs import ENERGY, OUTSIDE, PARTS, PRICES, Estimate, Price, Prices
from pet_workbench.core import PROFILES, DataError, NetworkProfile, ParameterError
from pet_workbench.datasets import data_path
from tests.bench.costs_records import growing, record

LAN, WAN, MOBILE = PROFILES
FREE = {id: 0.0 for id in PRICES if id != "overhead"} | {"overhead": 1.0}


def written(tmp_path, text):
    """Write a file of prices and return where."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_price_has_a_unit_a_reason_and_either_a_source_with_address_and_date_or_none():
    """What somebody published says who, where and when; the rest is called ours."""
    prices = Prices.load()
    assert {price.id for price in prices} == set(PRICES)
    for price in [*prices, *prices.outside.values()]:
        assert price.low <= price.value <= price.high
        assert price.unit
        assert price.why
        assert price.is_published == bool(price.date)
        assert price.url.startswith("https://") or price.id in OUTSIDE or not price.is_published


def test_the_file_holds_nothing_else():
    """Each entry of the file is read, so that a misspelt name cannot stand there unseen."""
    file = tomllib.loads((data_path() / "prices.toml").read_text(encoding="utf-8"))
    assert set(file) == {*PRICES, "outside", "electricity_in_core_hour"}
    assert set(file["outside"]) == set(OUTSIDE)


def test_a_file_of_ones_own_changes_what_it_names(tmp_path):
    """A bare number is certain, a table has a range, and the rest stays."""
    path = written(
        tmp_path,
        "core_hour = 0.05\nelectricity_in_core_hour = false\n"
        "[kwh]\nvalue = 0.3\nlow = 0.2\nhigh = 0.4\nsource = 'our contract'\n",
    )
    mine, shipped = Prices.load(path), Prices.load()
    assert mine["core_hour"].estimate == Estimate.exactly(0.05)
    assert mine["core_hour"].unit == shipped["core_hour"].unit
    assert (mine["kwh"].estimate, mine["kwh"].source) == (Estimate(0.2, 0.3, 0.4), "our contract")
    assert not mine.electricity_in_core_hour
    assert shipped.electricity_in_core_hour
    assert mine["co2"] == shipped["co2"]


@pytest.mark.parametrize(
    ("text", "line", "id"),
    [
        ("kwh = 0.2\ncore_huor = 0.05\n", 2, "errors.bench_price_unknown"),
        ("\n\n[watts]\nvalue = 1\n", 3, "errors.bench_price_unknown"),
        ("kwh = -0.1\n", 1, "errors.bench_price_line"),
        ("\nkwh = nan\n", 2, "errors.bench_price_line"),
        ("co2 = inf\n", 1, "errors.bench_price_line"),
        ("kwh = 'dear'\n", 1, "errors.bench_price_line"),
        ("kwh = true\n", 1, "errors.bench_price_line"),
        ("overhead = 0.9\n", 1, "errors.bench_price_line"),
        ("[kwh]\nvalue = 0.3\nhigh = 0.2\n", 1, "errors.bench_price_line"),
        ("[kwh]\nlow = 0.1\n", 1, "errors.bench_price_line"),
        ("[kwh]\nvalue = 0.3\nprice = 2\n", 3, "errors.bench_price_line"),
        ("[kwh]\nvalue = 0.3\nunit = 7\n", 1, "errors.bench_price_line"),
        ("electricity_in_core_hour = 'yes'\n", 1, "errors.bench_price_line"),
    ],
)
def test_an_impossible_file_is_refused_with_the_line(tmp_path, text, line, id):
    """The error names the price, the file and the line in which it stands."""
    with pytest.raises(DataError) as error:
        Prices.load(written(tmp_path, text))
    assert (error.value.id, error.value.parameters["line"]) == (id, line)
    assert error.value.parameters["file"] == "mine.toml"


@pytest.mark.parametrize("text", ["kwh = \n", "[kwh\n"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, text):
    """The reason says where it goes wrong."""
    with pytest.raises(DataError, match=r"mine\.toml.*line 1") as error:
        Prices.load(written(tmp_path, text))
    assert error.value.id == "errors.bench_price_file"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """A wrong path is no reason to fall back on other prices."""
    with pytest.raises(DataError):
        Prices.load(tmp_path / "none.toml")


@pytest.mark.parametrize("value", [-0.1, math.nan, math.inf])
def test_an_impossible_price_is_refused(value):
    """Negative, infinite or no number at all."""
    with pytest.raises(ParameterError) as error:
        Prices.load().replace(kwh=value)
    assert error.value.id == "errors.bench_price_number"


def test_an_unknown_price_is_refused():
    """The error names those there are."""
    with pytest.raises(ParameterError, match="core_hour"):
        Prices.load().replace(gold=1.0)


def test_replacing_leaves_the_old_prices_alone():
    """Prices are frozen: a change is another set of prices."""
    old = Prices.load()
    new = old.replace(kwh=Price("x", 0.3, 0.2, 0.4), electricity_in_core_hour=False)
    assert (new["kwh"].id, new["kwh"].value) == ("kwh", 0.3)
    assert old["kwh"] == Prices.load()["kwh"]
    assert old.electricity_in_core_hour


def test_a_bill_with_all_prices_at_zero_is_zero():
    """Nothing is charged that has no price."""
    found = costs.bill(record(), Prices.load().replace(**FREE), WAN)
    assert found.euro == found.kwh == found.co2_kg == Estimate.exactly(0.0)


@pytest.mark.parametrize(
    ("id", "price", "euro"),
    [
        # Two parties keep a core for the whole run, longer than they compute.
        ("core_hour", 3600.0, lambda seconds: 2 * seconds),
        ("gb_sent", 1e9, lambda _: 60_000),
    ],
)
def test_each_price_is_charged_for_what_it_is_a_price_of(id, price, euro):
    """Core-hours of all parties for the whole run, and bytes of all parties."""
    found = costs.bill(record(), Prices.load().replace(**{**FREE, id: price}), WAN)
    seconds = costs.network_seconds(record(), WAN)
    assert found.seconds.middle == pytest.approx(seconds)
    assert found.euro.middle == pytest.approx(euro(seconds))


def test_computing_on_more_cores_than_parties_is_paid_for():
    """A run that keeps eight cores busy for a second is charged for eight core-seconds."""
    busy = record(cpu_seconds=(8.0, 8.0, 8.0))
    found = costs.bill(busy, Prices.load(), LAN)
    assert found.core_hours.middle == pytest.approx(8.0 / 3600)


def test_energy_is_that_of_busy_cores_waiting_cores_and_traffic():
    """Watts times seconds, with the data centre's overhead, and kilowatt-hours per gigabyte."""
    prices = Prices.load().replace(
        **{**FREE, "watt_busy": 10.0, "watt_waiting": 1.0, "overhead": 2.0, "kwh_per_gb_wan": 3.0}
    )
    found = costs.bill(record(), prices, WAN)
    seconds = costs.network_seconds(record(), WAN)
    joule = 3.6e6
    assert found.energy["computing"].middle == pytest.approx(2 * 10 * 0.5 / joule)
    assert found.energy["waiting"].middle == pytest.approx(2 * 1 * (2 * seconds - 0.5) / joule)
    assert found.energy["traffic"].middle == pytest.approx(3 * 60_000 / 1e9)
    assert found.kwh.middle == pytest.approx(sum(e.middle for e in found.energy.values()))
    assert set(found.energy) == set(ENERGY)


def test_electricity_is_not_charged_twice():
    """It is in the price of a core-hour unless one says it is not; its worth is shown always."""
    shipped = Prices.load()
    apart = shipped.replace(electricity_in_core_hour=False)
    inside, beside = (costs.bill(record(), prices, WAN) for prices in (shipped, apart))
    assert inside.parts["electricity"] == Estimate.exactly(0.0)
    assert beside.parts["electricity"] == beside.electricity_euro == inside.electricity_euro
    extra = beside.euro.middle - inside.euro.middle
    assert extra == pytest.approx(inside.electricity_euro.middle)
    assert extra > 0
    assert set(inside.parts) == set(PARTS)


def test_carbon_follows_from_energy():
    """Kilograms per kilowatt-hour, times all kilowatt-hours."""
    found = costs.bill(record(), Prices.load().replace(co2=0.5), MOBILE)
    assert found.co2_kg == found.kwh.scaled(0.5)


def test_within_one_building_traffic_is_free_and_a_mobile_network_uses_most_energy():
    """Each profile has its own price of a gigabyte; an unknown one counts as fixed lines."""
    other = NetworkProfile("satellite", latency_s=0.3, bits_per_s=1e7)
    bills = {p.id: costs.bill(record(), Prices.load(), p) for p in (*PROFILES, other)}
    assert bills["lan"].parts["traffic"] == Estimate.exactly(0.0)
    assert bills["wan"].parts["traffic"] == bills["mobile"].parts["traffic"]
    traffic = {id: found.energy["traffic"].middle for id, found in bills.items()}
    assert traffic["lan"] < traffic["wan"] == traffic["satellite"] < traffic["mobile"]


def test_the_interval_of_a_bill_holds_the_bills_at_all_ends():
    """Every price at its low end gives no less than low, at its high end no more than high."""
    prices = Prices.load()
    found = costs.bill(record(), prices, WAN)
    for end in ("low", "high"):
        bare = prices.replace(**{price.id: getattr(price, end) for price in prices})
        at_end = costs.bill(record(), bare, WAN)
        for mine, whole in ((at_end.euro, found.euro), (at_end.kwh, found.kwh)):
            assert whole.low * (1 - 1e-12) <= mine.middle <= whole.high * (1 + 1e-12)


def test_what_a_run_takes_is_measured_where_it_was_run_and_foreseen_elsewhere():
    """At a measured size the record counts, between and beyond sizes the laws do."""
    records = growing((1_000, 10_000, 100_000), lambda n: 1e-6 * n)
    there, beyond = costs.use_at(records, 10_000), costs.use_at(records, 1_000_000)
    assert there == costs.use(records[1])
    assert (there.is_measured, there.largest) == (True, 10_000)
    assert (beyond.is_measured, beyond.largest, beyond.n) == (False, 100_000, 1_000_000)
    assert beyond.bytes.middle == pytest.approx(1e6, rel=0.05)
    assert beyond.parties == 2
    assert beyond.peak_mb is not None


def test_memory_that_was_not_measured_is_not_foreseen():
    """Everything else is."""
    records = [record(n, peak_mb=(None,) * 3) for n in (10, 100, 1000)]
    assert costs.use(records[0]).peak_mb is None
    assert costs.use_at(records, 5000).peak_mb is None


def test_several_techniques_have_no_common_size():
    """Records of two techniques, or none at all, are refused."""
    for records in ([record(), record(technique="hashed-ids")], [], [record(network="lan")]):
        with pytest.raises(DataError) as error:
            costs.use_at(records, 5000)
        assert error.value.id == "errors.bench_law_mixed"


def test_who_only_receives_takes_part_too():
    """Parties are counted at both ends of the links; one alone is one party."""
    three = record(links=(Link("A", "B", 1, 10, 1), Link("A", "C", 1, 10, 1)))
    assert costs.use(three).parties == 3
    assert costs.use(record(links=(), chain_bytes=0, rounds=0)).parties == 1
