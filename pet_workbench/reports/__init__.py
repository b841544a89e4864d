"""Reports to take along: one file each, which needs no workbench, no server and no network to read.

>>> from pet_workbench import bench, reports
>>> page = reports.benchmark_report(bench.stored("table"), lang="en")
>>> page.startswith("<!DOCTYPE html>"), "<h1>" in page
(True, True)
"""

from pet_workbench.reports.benchmark import benchmark_report, write_report

__all__ = ["benchmark_report", "write_report"]
