"""A series of runs made into one progress folder.

In: the reports folder and what is wanted of it. Out: `<out>/<as-of>` (with `-quarter` or `-half-year` after it), whole or not at
all, and what the user must be told.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from creditscore.archive.folder import PROGRESS_PACK, new_folder, refuse_existing
from creditscore.archive.periods import PeriodName
from creditscore.archive.series import Series, read_series
from creditscore.core.text import Lang, Text
from creditscore.jobs.recorded import rules_of
from creditscore.report.progress.figures.build import build_progress
from creditscore.report.progress.figures.targets import read_targets
from creditscore.report.progress.model import Progress
from creditscore.report.progress.pack import write_pack

Report = Callable[[Text], None]
GLYPH = Text("图表字体没有这个字，图中以编码代替：{what}", "the charts' font lacks a character, shown by its code: {what}")


class ProgressRequest(Struct, frozen=True):
    """What is wanted: `start` and `end` as-of dates (both included), `level` and `rules` None where they are to be found out."""

    reports: Path
    out: Path
    lang: Lang
    start: date | None = None
    end: date | None = None
    level: str | None = None
    targets: Path | None = None
    period: PeriodName = "month"
    rules: str | None = None
    replace: bool = False


class ProgressOutcome(Struct, frozen=True):
    """The finished folder, what is in it, and what the user must know; `has_mistakes`: a run had to be set aside."""

    folder: Path
    progress: Progress
    remarks: list[Text]
    has_mistakes: bool


def progress_pack(request: ProgressRequest, report: Report) -> ProgressOutcome:
    """Read the series, work it out and write the folder.

    RunError where there is no usable run, the rule file is not found, or a report is in the way; UsageError for a level or a
    plan that does not fit the runs.
    """
    targets = None if request.targets is None else read_targets(request.targets)
    report(Text("正在核对各评定批次", "checking the runs"))
    series = read_series(request.reports, request.start, request.end, request.period)
    target = request.out / _name(series)
    refuse_existing(target, request.replace, PROGRESS_PACK)
    report(Text("正在计算各期数字", "working out the figures"))
    pack = rules_of(series.newest, request.rules).pack
    progress = build_progress(series, pack, request.level, targets)
    report(Text("正在绘制图表、写出简报", "drawing charts, writing the briefing"))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with new_folder(target, PROGRESS_PACK, request.replace) as folder:
            write_pack(progress, folder, request.lang)
    mistakes = any(entry.is_mistake for entry in series.set_aside)
    return ProgressOutcome(target, progress, [*progress.remarks(), *_glyphs(caught)], mistakes)


def _name(series: Series) -> str:
    ending = "" if series.period == "month" else f"-{series.period}"
    return f"{series.as_of.isoformat()}{ending}"


def _glyphs(caught: Sequence[warnings.WarningMessage]) -> list[Text]:
    """The characters that the charts' font lacks, once each; any other warning is passed on."""
    found: dict[str, Text] = {}
    for entry in caught:
        if entry.category.__name__ == "MissingGlyphWarning":
            found[str(entry.message)] = GLYPH.fill(what=str(entry.message))
        else:
            warnings.warn_explicit(entry.message, entry.category, entry.filename, entry.lineno)
    return list(found.values())
