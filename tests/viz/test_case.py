"""Tests of the pictures that every case has."""

from pet_workbench.viz.case import network_figure


def test_times_are_one_bar_per_technique_and_network():
    """Each technique has a bar on each network, the first network on top."""
    times = {"A": [1.0, 2.0], "B": [3.0, 4.0]}
    figure = network_figure(times, networks=["one building", "mobile"], alt="Times", lang="en")
    assert {bar.name: list(bar.x) for bar in figure.data} == times
    assert list(figure.data[0].y) == ["one<br>building", "mobile"]
    assert figure.layout.yaxis.autorange == "reversed"


def test_many_techniques_get_a_higher_picture():
    """Bars stay thick enough to tell apart, however many techniques there are."""
    few, many = (
        network_figure({str(k): [1.0] * 3 for k in range(n)}, networks="abc", alt="", lang="nl")
        for n in (3, 8)
    )
    assert many.layout.height > few.layout.height
