"""A local Spark, where Java is; otherwise its tests are skipped by name."""

import os
import shutil
import sys
from pathlib import Path

import pytest

ROWS, PARTITIONS = 600, 2


def java():
    """Return where Java is, or None."""
    home = Path(os.environ.get("JAVA_HOME", "")) / "bin" / "java"
    return str(home) if home.is_file() else shutil.which("java")


@pytest.fixture(scope="session")
def spark():
    """Return a Spark on two cores of this machine."""
    pytest.importorskip("pipeline_dp", reason="beyond: pipeline-dp is not installed")
    pyspark = pytest.importorskip("pyspark", reason="beyond: pyspark is not installed")
    if java() is None:
        pytest.skip("beyond: Spark needs Java, such as openjdk-17-jre-headless of Debian")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = pyspark.SparkConf().setMaster("local[2]").setAppName("pet-workbench tests")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.default.parallelism": str(PARTITIONS),
    }.items():
        settings.set(name, value)
    context = pyspark.SparkContext(conf=settings)
    context.setLogLevel("ERROR")
    yield context
    context.stop()
