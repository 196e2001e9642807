"""The Spark session: from the user's own environment, with the settings of this call on top."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from creditscore.core.engines import require
from creditscore.core.errors import RunError, UsageError, one
from creditscore.core.text import Text

_QUIET = {"spark.ui.showConsoleProgress": "false"}
"""This program tells of its steps itself."""
_OURS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "65536",
    "spark.sql.optimizer.nestedSchemaPruning.enabled": "false",
    "spark.sql.optimizer.expression.nestedPruning.enabled": "false",
}
"""An overflow stops the run instead of wrapping without a word; the checks take so many rows at a time; and columns here are
flat: looking for unused parts of nested ones takes longer than many a query."""


def spark_session(settings: Mapping[str, str]) -> Any:
    """A session of the Spark that spark-submit, SPARK_HOME or spark-defaults.conf name; local where nothing does.

    A UsageError where pyspark or Java is missing, or Spark does not start.
    """
    require("spark")
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    if "spark.pyspark.python" not in settings:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark would take the first python3 there is
    builder = SparkSession.builder.appName("creditscore")
    for key, value in {**_QUIET, **settings}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate().newSession()  # settings of SQL stay with this run
    except (PySparkException, OSError, RuntimeError) as error:
        first = str(error).strip().partition("\n")[0]
        what = Text("Spark 没有启动：{reason}", "Spark did not start: {reason}").fill(reason=first)
        cure = Text("请核对 Java 17、SPARK_HOME 与 --spark-conf", "check Java 17, SPARK_HOME and --spark-conf")
        raise one(UsageError, "--engine", what, cure=cure) from None
    for key, value in {**settings, **_OURS}.items():
        if session.conf.isModifiable(key):
            session.conf.set(key, value)
    return session


@contextmanager
def told_failures() -> Iterator[None]:
    """What fails in Spark as a RunError with Spark's own reason; its log says more."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        told = str(getattr(error, "java_exception", None) or error)
        what = Text("Spark 没有完成：{reason}", "Spark could not finish: {reason}").fill(reason=told.strip().partition("\n")[0])
        raise one(RunError, "--engine", what, cure=Text("详情见 Spark 的日志", "Spark's log says more")) from error
