"""pipeline-dp: the only place that knows it.

Protects: as pipeline-dp and the noise inside it do; see the package's own words.
Does not protect: with exact noise.
"""

from collections.abc import Hashable
from importlib.metadata import version
from operator import itemgetter
from typing import Any, NamedTuple

from pet_workbench.core.optional import import_extra
from pet_workbench.dp.beyond.collection import Collection
from pet_workbench.dp.beyond.plan import Plan

EXTRA = "pet-workbench[beyond]"


class Noisy(NamedTuple):
    """A number with noise, and the standard deviation of that noise, where it is known."""

    number: float
    deviation: float | None


def engine() -> str:
    """Return the engine's name and version.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    import_extra("pipeline_dp", package=EXTRA)
    return f"pipeline-dp {version('pipeline-dp')}"


def run(
    plan: Plan, collection: Collection, *, epsilon: float, delta: float
) -> dict[Hashable, Noisy]:
    """Return noisy numbers by group.

    Parameters
    ----------
    plan : Plan
    collection : Collection
    epsilon, delta : float
        All that the answer may cost.

    Raises
    ------
    MissingExtraError
        If pipeline-dp is not installed.
    """
    pipeline: Any = import_extra("pipeline_dp", package=EXTRA)
    rows, backend = _backend(pipeline, collection)
    accountant = pipeline.NaiveBudgetAccountant(total_epsilon=epsilon, total_delta=delta)
    answered = pipeline.DPEngine(accountant, backend).aggregate(
        backend.flat_map(rows, plan.reader, "What each row adds"),
        _parameters(pipeline, plan, gaussian=bool(delta and plan.groups is not None)),
        pipeline.DataExtractors(
            privacy_id_extractor=itemgetter(0),
            partition_extractor=itemgetter(1),
            value_extractor=itemgetter(2),
        ),
        public_partitions=None if plan.groups is None else list(plan.groups),
    )
    accountant.compute_budgets()
    found = answered.collect() if collection.on == "spark" else answered
    return {
        group: Noisy(
            float(getattr(metrics, plan.metric)),
            getattr(metrics, f"{plan.metric}_noise_stddev", None),
        )
        for group, metrics in found
    }


def _backend(pipeline: Any, collection: Collection) -> tuple[Any, Any]:
    """Return the rows and what computes on them."""
    rows = collection.rows()
    if collection.on == "spark":
        return rows, pipeline.SparkRDDBackend(rows.context)
    return rows, pipeline.LocalBackend()


def _parameters(pipeline: Any, plan: Plan, *, gaussian: bool) -> Any:
    """Return bounds and limits as pipeline-dp names them."""
    low, high = plan.bounds or (None, None)
    limits: dict[str, int]
    if plan.most_groups is None:
        limits = {"max_contributions": plan.most_rows}
    else:
        limits = {
            "max_partitions_contributed": plan.most_groups,
            "max_contributions_per_partition": plan.most_rows,
        }
    return pipeline.AggregateParams(
        metrics=[getattr(pipeline.Metrics, plan.metric.upper())],
        noise_kind=pipeline.NoiseKind.GAUSSIAN if gaussian else pipeline.NoiseKind.LAPLACE,
        min_value=low,
        max_value=high,
        # rows that are units by themselves have no id to bound them by, and need none
        contribution_bounds_already_enforced=plan.reader.unit is None,
        public_partitions_already_filtered=plan.groups is not None,
        output_noise_stddev=plan.metric != "mean",
        **limits,
    )
