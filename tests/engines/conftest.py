"""The engines under test: DuckDB, and one small local Spark for all tests of a process, skipped with the reason where it cannot run."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from creditscore.core.engines import Engine, EngineChoice, lacking

SMALL_SPARK = {
    "spark.master": "local[2]",
    "spark.ui.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # Little work: compiling it well, or proving that Spark's own classes are well formed, would not pay.
    "spark.driver.extraJavaOptions": (
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
    ),
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.files.minPartitionNum": "1",
    "spark.sql.adaptive.enabled": "false",
    # Tables of a few rows: compiling each plan to Java would take most of the time.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


Chosen = Callable[[str], EngineChoice]


def choice_of(engine: str) -> EngineChoice:
    """An engine with small settings; the test is skipped, with the reason, where it cannot run here."""
    problem = lacking(engine)
    if problem is not None:
        pytest.skip(problem.say("en"))
    return EngineChoice(cast("Engine", engine), SMALL_SPARK if engine == "spark" else {})


@pytest.fixture(scope="session")
def chosen() -> Chosen:
    """Gives an engine by its name."""
    return choice_of


@pytest.fixture(params=["duckdb", "spark"])
def other(request: pytest.FixtureRequest) -> EngineChoice:
    """Each engine beside Polars."""
    return choice_of(request.param)
