"""The lists of a finished run that need its input tables: the public notice of a village, the collection list."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from creditscore.archive.runs import Run, find_run
from creditscore.core.errors import RunError, one
from creditscore.core.text import Lang, Text
from creditscore.jobs.reading import read_data
from creditscore.jobs.recorded import changed_inputs, data_of, rules_of
from creditscore.packs.model.pack import Pack
from creditscore.report.collection import write_collection
from creditscore.report.notice import notice, write_notice

_GONE = Text("{files} 已改动或不在原处", "{files} changed or no longer there")
_NO_NAMES = Text(
    "{gone}，因此公示中没有姓名和身份证号码（可用 --data 指定现在的位置）",
    "{gone}, so the notice has neither names nor ID numbers (name their place by --data)",
)
_CURE = Text("请用 --data 指定数据现在的位置", "name their place by --data")


def village_notice(
    village: str, place: Path, start: date | None, days: int, data: Path | None, rules: str | None, out: Path, lang: Lang
) -> tuple[list[Path], Text | None]:
    """Write the notice of a village; the files, and a remark where the run's inputs can no longer be read.

    The period begins the day after the as-of date where `start` is None: the machine's clock is not asked.
    """
    run = find_run(place)
    pack = rules_of(run, rules).pack
    frames, gone = _inputs(run, pack, data)
    persons = None if frames is None else frames["households"]
    made = notice(run, pack, village, start or run.as_of + timedelta(days=1), days, persons)
    out.mkdir(parents=True, exist_ok=True)
    return write_notice(made, out, run.as_of, lang), None if gone is None else _NO_NAMES.fill(gone=gone)


def collection_list(place: Path, data: Path | None, rules: str | None, out: Path, lang: Lang) -> Path:
    """Write the collection list of a run; RunError where its inputs are no longer as they were."""
    run = find_run(place)
    frames, gone = _inputs(run, rules_of(run, rules).pack, data)
    if frames is None or gone is not None:
        raise one(RunError, str(run.folder), gone or Text("没有贷款表", "there is no loan table"), cure=_CURE)
    out.mkdir(parents=True, exist_ok=True)
    return write_collection(run, frames["loans"], out, lang)


def _inputs(run: Run, pack: Pack, data: Path | None) -> tuple[dict[str, pl.LazyFrame] | None, Text | None]:
    inputs = data_of(run, data)
    changed = changed_inputs(run, inputs)
    if changed:
        return None, _GONE.fill(files=", ".join(changed))
    return read_data(inputs, pack, run.as_of).frames, None
