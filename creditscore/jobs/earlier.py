"""The earlier runs that a rule pack compares with: in go the pack, the day and a reports folder, out come their level tables.

A run counts where it is of the asked day and of a pack of the same id, and its level tables are as its manifest says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.archive.folder import MANIFEST
from creditscore.archive.manifest import EarlierRecord
from creditscore.archive.runs import Run, open_run
from creditscore.core.digests import sha256_of
from creditscore.core.errors import RunError, one
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.engine.earlier import earlier_days
from creditscore.packs.model.pack import Pack

_ABSENT = Text(
    "{place} 中没有 {day} 的评定批次：与它比较的指标待定；请先评定该日，或用 --earlier 指定所在文件夹",
    "there is no run of {day} in {place}: what is compared with it is pending; rate that day first, or name its folder by --earlier",
)
_OTHER_PACK = Text(
    "{place} 中 {day} 的评定批次出自另一规则包（{pack}），不能比较：相关指标待定",
    "the run of {day} in {place} is by another rule pack ({pack}) and cannot be compared with: what rests on it is pending",
)


class EarlierFound(Struct, frozen=True):
    """The level tables of earlier runs by day and level, what the manifest records of them, and what is told of those not there."""

    tables: Mapping[date, Mapping[str, pl.LazyFrame]]
    records: tuple[EarlierRecord, ...]
    notes: tuple[Text, ...]


def find_earlier(pack: Pack, as_of: date, place: Path) -> EarlierFound:
    """The runs that a pack compares with on a day, from a reports folder; RunError where one has been altered."""
    runs: dict[date, Run] = {}
    notes = []
    for day in earlier_days(pack, as_of):
        folder = place / day.isoformat()
        if not (folder / MANIFEST).is_file():
            notes.append(_ABSENT.fill(place=place.as_posix(), day=day))
            continue
        run = open_run(folder)
        if run.manifest.pack.id == pack.pack.id:
            runs[day] = run
        else:
            notes.append(_OTHER_PACK.fill(place=place.as_posix(), day=day, pack=run.manifest.pack.id))
    tables = {day: dict(_tables(run, pack)) for day, run in runs.items()}
    return EarlierFound(tables, tuple(_record(run) for run in runs.values()), tuple(notes))


def _tables(run: Run, pack: Pack) -> Iterator[tuple[str, pl.LazyFrame]]:
    for level in pack.unit_levels:
        if level in run.levels:
            file = f"{plural(level)}.parquet"
            if sha256_of(run.folder / file) != run.manifest.outputs.get(file):
                what = Text("已不是当时写出的内容，不能用来比较", "is not what the run wrote, and cannot be compared with")
                raise one(RunError, (run.folder / file).as_posix(), what, cure=Text("请重新评定该日", "rate that day again"))
            yield level, run.table(level)


def _record(run: Run) -> EarlierRecord:
    return EarlierRecord(as_of=run.as_of, folder=run.folder.as_posix(), manifest_sha256=sha256_of(run.folder / MANIFEST))


def recorded_place(run: Run) -> tuple[Path | None, list[EarlierRecord]]:
    """Where the earlier runs of a finished run are now, as they were: where they were found, or beside it; and those that are not."""
    records = run.manifest.earlier
    places = list(dict.fromkeys([*(Path(record.folder).parent for record in records), run.folder.parent]))
    found = next((place for place in places if records and not _changed(records, place)), None)
    return found, [] if found is not None or not records else _changed(records, places[0])


def _changed(records: list[EarlierRecord], place: Path) -> list[EarlierRecord]:
    return [record for record in records if not _is_as_it_was(place / record.as_of.isoformat() / MANIFEST, record)]


def _is_as_it_was(manifest: Path, record: EarlierRecord) -> bool:
    return manifest.is_file() and sha256_of(manifest) == record.manifest_sha256
