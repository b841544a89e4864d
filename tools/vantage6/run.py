"""Run our algorithm in vantage6's own mock of a network, in the environment of that version.

    .peers/vantage6-4/bin/python tools/vantage6/run.py JOBS.json

``JOBS.json`` holds a list of jobs: ``tables``, one per organisation, each a mapping of column to
values; the ``method``, what it is ``told``, and the ``settings`` in the environment of all
stations.  The last line that is printed is a list of results, as JSON.  No server and no node
runs: the mock calls the method of every organisation in this process, with that organisation's
table only.
"""

import contextlib
import io
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

MODULE = "pet_workbench.federated.vantage6"


def is_5():
    """Tell whether vantage6 5 is here; 4 has its mock elsewhere."""
    return find_spec("vantage6.algorithm.mock") is not None


def version_4(tables, method, told):
    """Return what the method gives in vantage6 4."""
    from vantage6.algorithm.tools.mock_client import MockAlgorithmClient

    client = MockAlgorithmClient([[{"database": one}] for one in tables], MODULE)
    task = client.task.create(
        input_={"method": method, "kwargs": told}, organizations=_who(method, client)
    )
    return client.result.from_task(task["id"])


def version_5(tables, method, told):
    """Return what the method gives in vantage6 5."""
    from vantage6.algorithm.mock.network import MockNetwork

    network = MockNetwork(MODULE, [{"patients": {"database": one}} for one in tables])
    client = network.user_client
    task = client.task.create(
        method=method,
        organizations=_who(method, client),
        arguments=told,
        databases=[{"type": "dataframe", "dataframe_id": network.hq.dataframes[0]["id"]}],
    )
    return client.result.from_task(task["id"])


def _who(method, client):
    """Return who runs it: one organisation the central function, all of them the partial one."""
    everybody = [one["id"] for one in client.organization.list()]
    return everybody[:1] if method == "fit" else everybody


def do(job):
    """Return the results of a job, or the error, with what was printed on the way."""
    tables = [pd.DataFrame(one) for one in job["tables"]]
    os.environ.update(job["settings"])
    printed, done = io.StringIO(), {}
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            run = version_5 if is_5() else version_4
            done["results"] = run(tables, job["method"], job["told"])
    except (Exception, SystemExit) as error:
        # Version 5 prints what went wrong and leaves; version 4 lets it through.
        done["error"] = f"{type(error).__name__}: {error}"
    finally:
        for name in job["settings"]:
            del os.environ[name]
    return {**done, "printed": printed.getvalue()}


if __name__ == "__main__":
    jobs = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps({"version": 5 if is_5() else 4, "done": [do(job) for job in jobs]}))
