"""Rate a county: read, rate level by level, write the run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec import Struct, field

from creditscore.archive.folder import new_run
from creditscore.archive.manifest import Facts, PackRecord, utc_now, versions, write_manifest
from creditscore.archive.runs import REJECTED, Run, open_run
from creditscore.archive.summary import summarise, write_summary
from creditscore.core.engines import EngineChoice, require
from creditscore.core.errors import TableError
from creditscore.core.text import Lang, Text
from creditscore.jobs.earlier import find_earlier
from creditscore.jobs.rate_words import as_lines, as_record
from creditscore.jobs.rating import Asked, How, rate_tables
from creditscore.jobs.reading import Data
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.library import pack_in_force
from creditscore.packs.load import LoadedPack
from creditscore.tables.findings.rejected import write_findings, write_rejected
from creditscore.tables.findings.result import Tables

Report = Callable[[Text], None]
FINDINGS = "findings.csv"


class RateRequest(Struct, frozen=True):
    """What is to be rated, by which rules, for which day, and where the run goes."""

    data: Path | None
    as_of: date
    out: Path
    rules: str = "ninghe"
    replace: bool = False
    strict: bool = False
    choice: EngineChoice = field(default_factory=EngineChoice)
    encoding: str | None = None
    aliases: Path | None = None
    lang: Lang = "zh"
    tables: Mapping[str, Path] = field(default_factory=dict)
    earlier: Path | None = None


class RateOutcome(Struct, frozen=True):
    """A finished run and what came out of it."""

    run: Run
    summary: dict[str, Any]
    notes: tuple[Text, ...] = ()

    @property
    def folder(self) -> Path:
        """The run's folder."""
        return self.run.folder

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return sum(entry.rows_rejected for entry in self.run.manifest.inputs)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        notes = {"notes": [note._asdict() for note in self.notes]} if self.notes else {}
        return as_record(self.folder.as_posix(), self.run.manifest, self.summary) | notes

    def lines(self, lang: Lang) -> list[str]:
        """For people: the rows read, what is told of earlier runs, and the units of each level by status."""
        return [*(note.say(lang) for note in self.notes), *as_lines(self.run.manifest, self.summary, lang)]


def _silent(step: Text) -> None:
    """Where nobody watches."""


def rate(request: RateRequest, report: Report = _silent) -> RateOutcome:
    """Rate every level and write the run folder; nothing is left where a step fails."""
    started = utc_now()
    require(request.choice.engine)
    rules = pack_in_force(request.rules, request.as_of)
    data = Data(request.data, request.tables, request.encoding, request.aliases)
    how = How(lambda tables: _refusal(tables, request.strict), request.choice)
    earlier = find_earlier(rules.pack, request.as_of, request.earlier or request.out)
    with new_run(request.out, request.as_of, request.replace) as folder, ThreadPoolExecutor(max_workers=1) as aside:
        reports = aside.submit(_made_ready)  # while the rows keep Polars busy
        rated = rate_tables(Asked(data, rules.pack, request.as_of, earlier.tables), folder, how, report)
        report(Text("正在写出报告", "writing the reports"))
        summary = summarise(folder, rules.pack, rated.tables, request.as_of, rated.watched)
        write_summary(folder, summary)
        write_rejected(rated.tables, folder / REJECTED)
        write_findings(rated.tables, folder / FINDINGS)
        places = rated.watched.places if rated.watched is not None else {}
        reports.result().write_run_files(folder, rules.pack, summary, request.lang, places)
        facts = Facts(
            as_of=request.as_of,
            lang=request.lang,
            engine=request.choice.engine,
            pack=pack_record(rules),
            data=str(data),
            encoding=request.encoding,
            aliases=request.aliases,
            sources=rated.tables.sources,
            levels=rules.pack.unit_levels,
            result_hash=rated.result_hash,
            started=started,
            earlier=earlier.records,
        )
        write_manifest(folder, facts)
    return RateOutcome(open_run(request.out / request.as_of.isoformat()), summary, earlier.notes)


def _made_ready() -> ModuleType:
    """The reports, once what takes time and is the same for every run has been looked up."""
    reports = import_module("creditscore.report.run_files")
    reports.make_ready()
    versions()
    return reports


def pack_record(rules: LoadedPack) -> PackRecord:
    """What the manifest says of the rules."""
    header = rules.pack.pack
    digests = {"sha256": rules.sha256, "meaning_sha256": meaning_sha256(rules.pack)}
    return PackRecord(id=header.id, edition=header.edition, file=rules.path.name, **digests)


def _refusal(tables: Tables, strict: bool) -> TableError | None:
    """Why tables cannot be rated as a whole or, where the user wants it strict, the first errors and warnings."""
    return tables.strict_refusal if strict else tables.refusal
