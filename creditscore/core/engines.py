"""The engines that a rating can run on, and what each of them needs to be installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from creditscore.core.errors import Problem, UsageError
from creditscore.core.text import Text

Engine = Literal["polars", "duckdb", "spark"]
ENGINES: tuple[Engine, ...] = ("polars", "duckdb", "spark")


class EngineChoice(Struct, frozen=True):
    """An engine, and the settings that the user gives Spark."""

    engine: Engine = "polars"
    spark_conf: Mapping[str, str] = field(default_factory=dict)


_PACKAGES = {"polars": (), "duckdb": ("duckdb",), "spark": ("pyspark", "pyarrow")}
"""What must be installed beside this project itself."""
_NO_PACKAGE = Text("引擎 {engine} 需要 Python 软件包 {packages}，尚未安装", "the engine {engine} needs the Python packages {packages}")
_INSTALL = Text("请执行：python -m pip install {packages}", "install them: python -m pip install {packages}")
_NO_JAVA = Text("引擎 spark 需要 Java 17 或更高版本，没有找到", "the engine spark needs Java 17 or newer, and none was found")
_GET_JAVA = Text(
    "请安装（如 sudo apt install openjdk-17-jre-headless），或把 JAVA_HOME 设为它的位置；一台机器够用时可用 --engine duckdb",
    "install it (as by sudo apt install openjdk-17-jre-headless) or set JAVA_HOME to its place; --engine duckdb does without",
)


def lacking(engine: str) -> Problem | None:
    """What an engine needs and this machine lacks, with the command that helps; None where it can run."""
    missing = [name for name in _PACKAGES[engine] if find_spec(name) is None]
    if missing:
        packages = " ".join(missing)
        return Problem("--engine", _NO_PACKAGE.fill(engine=engine, packages=packages), cure=_INSTALL.fill(packages=packages))
    if engine == "spark" and not _has_java():
        return Problem("--engine", _NO_JAVA, cure=_GET_JAVA)
    return None


def require(engine: str) -> None:
    """A UsageError where an engine cannot run here."""
    problem = lacking(engine)
    if problem is not None:
        raise UsageError([problem])


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java") is not None if home is None else shutil.which("java", path=str(Path(home) / "bin")) is not None
