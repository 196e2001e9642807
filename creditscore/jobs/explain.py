"""Explain one unit of a finished run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from creditscore.archive.runs import Run, find_run
from creditscore.core.digests import sha256_of
from creditscore.core.errors import CreditscoreError, RunError, one
from creditscore.core.text import Text
from creditscore.jobs.reading import Data, read_data
from creditscore.packs.library import editions, shipped_folder
from creditscore.packs.load import LoadedPack
from creditscore.report.explain import Explanation, explain


def explain_unit(subject: str, place: Path, data: Path | None, rules: str | None, level: str | None) -> tuple[Explanation, Text | None]:
    """The explanation of a unit, and a remark where the run's input tables can no longer be read.

    `place` is a run or a folder of runs (the newest is taken). `data` and `rules` say where the inputs and the rule
    file are now, where they have moved since the run.
    """
    run = find_run(place)
    loaded = rules_of(run, rules)
    frames, remark = _inputs_of(run, loaded, data)
    return explain(run, subject, loaded.pack, frames, level), remark


def rules_of(run: Run, rules: str | None) -> LoadedPack:
    """The very rule file that the run was rated by, known by its SHA-256; a RunError where it is not found."""
    wanted = run.manifest.pack
    name = rules or (wanted.id if (shipped_folder() / wanted.id).is_dir() else wanted.file)
    found = next((edition for edition in editions(name) if edition.sha256 == wanted.sha256), None)
    if found is not None:
        return found
    what = Text("评定所用的规则文件已改动或不在原处", "the rule file of the run has changed or is no longer there")
    cure = Text("请用 --rules 指定评定时所用的文件", "name the file that was used by --rules")
    raise one(RunError, name, what, Text(f"SHA-256 {wanted.sha256}", f"SHA-256 {wanted.sha256}"), cure)


def _inputs_of(run: Run, loaded: LoadedPack, data: Path | None) -> tuple[dict[str, pl.LazyFrame] | None, Text | None]:
    """The run's input tables where they still are as they were."""
    place = data or Path(run.manifest.data)
    if not all(_unchanged(place, entry.file, entry.sha256) for entry in run.manifest.inputs):
        gone = Text(
            f"{place} 处的数据已改动或不在原处，因此不列出调查答案和各笔贷款（可用 --data 指定）",
            f"the data at {place} has changed or is no longer there, so answers and loans are not listed (name it by --data)",
        )
        return None, gone
    return _read(Data(place), loaded, run.as_of), None


def _unchanged(place: Path, file: str, sha256: str) -> bool:
    path = place / file if place.is_dir() else place
    return path.exists() and sha256_of(path) == sha256


def _read(data: Data, loaded: LoadedPack, as_of: date) -> dict[str, pl.LazyFrame] | None:
    try:
        return read_data(data, loaded.pack, as_of).frames
    except CreditscoreError:
        return None
