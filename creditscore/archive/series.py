"""A folder of runs read as a series: lined up by month (or quarter, half-year), every manifest checked.

In: the reports folder and the span of days. Out: a `Series` of slots, one a period, each with its run or none. What stands
in the way of reading it plainly is named: periods without a run, runs that were set aside and why, files that no
longer match their manifest, and where the rules or the definitions changed from one run to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from creditscore.archive.folder import MANIFEST
from creditscore.archive.periods import Period, PeriodName, period_of, periods_between
from creditscore.archive.runs import Run, open_run
from creditscore.archive.series_checks import Altered, Change, altered_files, changes_between
from creditscore.core.errors import CreditscoreError, RunError, UsageError, one
from creditscore.core.text import Text

DAMAGED = Text("清单无法识别", "its manifest cannot be understood")
TAMPERED = Text("评定结果表或汇总与清单的 SHA-256 不符", "its level tables or summary no longer match the manifest's SHA-256")
MISNAMED = Text("文件夹名称与清单的截止日不同", "the folder is not named by the manifest's as-of date")
EARLIER = Text("同一期内另有截止日更晚的批次", "a later run stands in the same period")


class SetAside(Struct, frozen=True):
    """A run that the series does not use, and why; `is_mistake` where it ought to have been usable."""

    folder: Path
    why: Text
    is_mistake: bool


class Slot(Struct, frozen=True):
    """One period of the series: its run, or None where there is no (trustworthy) run in it."""

    period: Period
    run: Run | None


class Series(Struct, frozen=True):
    """Finished runs in order of time, one a period at most, with everything a reader must know before comparing them."""

    reports: Path
    period: PeriodName
    slots: tuple[Slot, ...]
    set_aside: tuple[SetAside, ...]
    altered: tuple[Altered, ...]
    changes: tuple[Change, ...]

    @property
    def runs(self) -> list[Run]:
        """The runs, oldest first."""
        return [slot.run for slot in self.slots if slot.run is not None]

    @property
    def newest(self) -> Run:
        """The last run: its as-of date is that of the whole report."""
        return self.runs[-1]

    @property
    def as_of(self) -> date:
        """The as-of date of the newest run."""
        return self.newest.as_of

    @property
    def missing(self) -> list[Period]:
        """The periods without a run."""
        return [slot.period for slot in self.slots if slot.run is None]

    @property
    def short(self) -> list[Run]:
        """Runs that stand for a period but are of an earlier month than its last: the period had not ended."""
        found = [(slot.period, slot.run) for slot in self.slots if slot.run is not None]
        return [run for period, run in found if (run.as_of.year, run.as_of.month) != (period.last.year, period.last.month)]

    def before(self, run: Run) -> Run | None:
        """The run of the period just before a run's own; None where that period has none or the series begins."""
        place = next(place for place, slot in enumerate(self.slots) if slot.run is not None and slot.run.as_of == run.as_of)
        return self.slots[place - 1].run if place else None


def read_series(reports: Path, start: date | None = None, end: date | None = None, period: PeriodName = "month") -> Series:
    """The runs of a reports folder from `start` to `end` (as-of dates, both included; None: as far as they go).

    A period takes its last run. The slots reach from the period of the first run (or of `start`) to that of the last
    run (or of `end`). RunError where the folder holds no usable run in that span; UsageError where `end` is before `start`.
    """
    if start is not None and end is not None and end < start:
        raise one(UsageError, "", Text("起始日晚于终止日", "the first day is after the last one"))
    runs, set_aside, altered = _opened(reports, start, end)
    if not runs:
        raise _no_runs(reports, set_aside)
    latest = {period_of(run.as_of, period): run for run in runs}
    spans = periods_between(start or runs[0].as_of, end or runs[-1].as_of, period)
    used = list(latest.values())
    unused = [SetAside(run.folder, EARLIER, is_mistake=False) for run in runs if latest[period_of(run.as_of, period)] is not run]
    slots = tuple(Slot(span, latest.get(span)) for span in spans)
    return Series(reports, period, slots, (*set_aside, *unused), tuple(altered), tuple(changes_between(used)))


def _opened(reports: Path, start: date | None, end: date | None) -> tuple[list[Run], list[SetAside], list[Altered]]:
    """The usable runs of the span, oldest first; those set aside; the altered files of all."""
    runs: list[Run] = []
    set_aside: list[SetAside] = []
    altered: list[Altered] = []
    for day, folder in _folders(reports, start, end):
        try:
            run = open_run(folder)
        except RunError:
            set_aside.append(SetAside(folder, DAMAGED, is_mistake=True))
            continue
        files = altered_files(run)
        altered += files
        if run.as_of != day:
            set_aside.append(SetAside(folder, MISNAMED, is_mistake=True))
        elif any(file.is_evidence for file in files):
            set_aside.append(SetAside(folder, TAMPERED, is_mistake=True))
        else:
            runs.append(run)
    return runs, set_aside, altered


def _folders(reports: Path, start: date | None, end: date | None) -> list[tuple[date, Path]]:
    """The folders of finished runs by the day that names them, oldest first."""
    found = []
    for folder in reports.iterdir() if reports.is_dir() else ():
        day = _day(folder.name)
        inside = day is not None and (start is None or start <= day) and (end is None or day <= end)
        if day is not None and inside and (folder / MANIFEST).is_file():
            found.append((day, folder))
    return sorted(found)


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(name)
    except ValueError:
        return None
    return day if day.isoformat() == name else None


def _no_runs(reports: Path, set_aside: Sequence[SetAside]) -> CreditscoreError:
    what = Text("这里没有可用的评定批次", "there is no usable run here")
    if set_aside:
        reasons = Text("；".join(f"{entry.folder.name}：{entry.why.zh}" for entry in set_aside), "; ".join(_english(e) for e in set_aside))
        what = Text("{what}（{reasons}）", "{what} ({reasons})").fill(what=what, reasons=reasons)
    cure = Text("请先运行 creditscore rate，或改用 --from、--to", "run creditscore rate first, or change --from and --to")
    return one(RunError, str(reports), what, cure=cure)


def _english(entry: SetAside) -> str:
    return f"{entry.folder.name}: {entry.why.en}"
