"""The manifest of a run: what went in, by which rules and which versions, and the digest of what came out.

`manifest.json` is written last, so that a folder with a manifest is a finished run. It alone holds
timestamps: every other file of a run is the same, byte for byte, when the run is repeated with the
same inputs, rules and library versions.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from msgspec import DecodeError, Struct, field, json

from creditscore import __version__
from creditscore.archive.folder import MANIFEST
from creditscore.core.digests import sha256_of
from creditscore.core.errors import CreditscoreError, RunError, one
from creditscore.core.text import Lang, Text
from creditscore.tables.findings.result import SourceFile
from creditscore.tables.prepared.record import Source

FORMAT: Literal[1] = 1
LIBRARIES = ("polars", "narwhals", "pandera", "pydantic", "fastexcel", "python-calamine", "xlsxwriter", "jinja2", "duckdb", "pyspark")
_IN_ORDER = json.Encoder(order="sorted")
Clock = Callable[[], datetime]
_PLACE = re.compile(r" - at `\$\.?(?P<path>.+)`$")
"""Where in a record msgspec finds something wrong, at the end of its sentence."""


class PackRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of a run: pack, edition, the rule file's name, and the digests of its bytes and of its meaning (none in old manifests)."""

    id: str
    edition: str
    sha256: str
    file: str
    meaning_sha256: str | None = None


class InputRecord(Source, frozen=True):
    """One input; its file is named relative to the data path where it lies in there."""


class FileRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that was read beside the tables, and its digest."""

    file: str
    sha256: str


class EarlierRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An earlier run whose figures a run compares with: its day, its folder, and the digest of its manifest."""

    as_of: date
    folder: str
    manifest_sha256: str


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that is needed to repeat a run and to tell whether it has been altered."""

    format: Literal[1] = FORMAT
    as_of: date
    lang: Lang
    engine: str
    pack: PackRecord
    data: str
    encoding: str | None = None
    aliases: FileRecord | None = None
    inputs: list[InputRecord]
    earlier: list[EarlierRecord] = field(default_factory=list)
    levels: list[str]
    outputs: dict[str, str]
    result_hash: str
    versions: dict[str, str]
    started: datetime
    finished: datetime


class Facts(Struct, frozen=True):
    """What the job knows of a run before it closes it.

    `levels` children first; `data` the data path, `encoding` and `aliases` as the user gave them;
    `elsewhere` the digests of outputs that are not in the folder.
    """

    as_of: date
    lang: Lang
    engine: str
    pack: PackRecord
    data: str
    sources: Sequence[SourceFile]
    levels: Sequence[str]
    result_hash: str
    started: datetime
    encoding: str | None = None
    aliases: Path | None = None
    earlier: Sequence[EarlierRecord] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)


def utc_now() -> datetime:
    """The machine's clock, for the manifest's timestamps and nothing else."""
    return datetime.now(UTC).replace(microsecond=0)


def write_manifest(folder: Path, facts: Facts, clock: Clock = utc_now) -> Manifest:
    """Close a run: digest every file of the folder and write `manifest.json` beside them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    manifest = Manifest(
        as_of=facts.as_of,
        lang=facts.lang,
        engine=facts.engine,
        pack=facts.pack,
        data=facts.data,
        encoding=facts.encoding,
        aliases=None if facts.aliases is None else FileRecord(file=facts.aliases.as_posix(), sha256=sha256_of(facts.aliases)),
        inputs=[_input_record(source, facts.data) for source in facts.sources],
        earlier=list(facts.earlier),
        levels=list(facts.levels),
        outputs={path.relative_to(folder).as_posix(): sha256_of(path) for path in files} | dict(facts.elsewhere),
        result_hash=facts.result_hash,
        versions=versions(),
        started=facts.started,
        finished=clock(),
    )
    (folder / MANIFEST).write_bytes(as_json(manifest))
    return manifest


def as_json(content: object) -> bytes:
    """JSON as run folders hold it: sorted keys, two spaces, Chinese as it is, a newline at the end."""
    return json.format(_IN_ORDER.encode(content), indent=2) + b"\n"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a finished run; RunError where there is none or it cannot be understood."""
    path = folder / MANIFEST
    try:
        return json.decode(path.read_bytes(), type=Manifest)
    except (FileNotFoundError, NotADirectoryError):
        raise _no_run(folder) from None
    except DecodeError as error:
        place = _PLACE.search(str(error))
        told = Text("清单无法识别（位置 {place}）", "the manifest cannot be understood (at {place})")
        what = told.fill(place="-" if place is None else place["path"])
        cure = Text("请重新评定，或换用生成它的版本", "rate again, or use the version that wrote it")
        raise one(RunError, str(path), what, cure=cure) from None


def _no_run(folder: Path) -> CreditscoreError:
    what = Text("这里没有已完成的评定批次（缺少 manifest.json）", "there is no finished run here (no manifest.json)")
    cure = Text("请给出评定批次文件夹，例如 reports/2003-06-30", "give the folder of a run, such as reports/2003-06-30")
    return one(RunError, str(folder), what, cure=cure)


def versions() -> dict[str, str]:
    """The versions of this tool, of Python and of the libraries that are installed."""
    found = {"creditscore": __version__, "python": platform.python_version()}
    installed = {name: _version_of(name) for name in LIBRARIES}
    return found | {name: number for name, number in installed.items() if number is not None}


@cache
def _version_of(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _input_record(source: SourceFile, data: str) -> InputRecord:
    return InputRecord(
        table=source.table,
        file=_name_within(source.path, Path(data)),
        sheet=source.sheet,
        encoding=source.encoding,
        sha256=source.sha256,
        rows_in=source.rows_in,
        rows_used=source.rows_used,
        rows_rejected=source.rows_rejected,
        left_out=source.left_out,
    )


def _name_within(path: Path, data: Path) -> str:
    """The path below the data folder, or the name of the one workbook that is the data, or the path as it is."""
    if path == data:
        return path.name
    return path.relative_to(data).as_posix() if path.is_relative_to(data) else path.as_posix()
