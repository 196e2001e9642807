"""What a series must be checked for: files that no longer match their manifest, and rules that changed between runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from msgspec import Struct

from creditscore.archive.manifest import PackRecord
from creditscore.archive.runs import SUMMARY, Run
from creditscore.core.digests import sha256_of
from creditscore.core.terms import plural

ChangeKind = Literal["rules", "definitions"]


class Altered(Struct, frozen=True):
    """A file of a run that is gone or no longer has the SHA-256 that the manifest states.

    `is_evidence`: figures are read from it (a level table or the summary), so that the run cannot be trusted.
    """

    folder: Path
    file: str
    is_gone: bool
    is_evidence: bool


class Change(Struct, frozen=True):
    """From this as-of date on the figures rest on something else than before.

    `rules`: another rule file (`before` and `after` are "pack edition", with the first eight digits of its SHA-256);
    `definitions`: other definitions of the figures (`before` and `after` name the tool's versions).
    """

    as_of: date
    kind: ChangeKind
    before: str
    after: str


def altered_files(run: Run) -> list[Altered]:
    """The files of a run that do not match its manifest, in name order."""
    evidence = {SUMMARY, *(f"{plural(level)}.parquet" for level in run.levels)}
    found = []
    for file, digest in sorted(run.manifest.outputs.items()):
        path = run.folder / file
        if not path.is_file() or sha256_of(path) != digest:
            found.append(Altered(run.folder, file, not path.is_file(), file in evidence))
    return found


def changes_between(runs: Sequence[Run]) -> Iterator[Change]:
    """Where the rules or the definitions are not those of the run before."""
    for before, after in pairwise(runs):
        if before.manifest.pack.sha256 != after.manifest.pack.sha256:
            yield Change(after.as_of, "rules", _rules(before.manifest.pack), _rules(after.manifest.pack))
        if before.summary().get("definitions") != after.summary().get("definitions"):
            yield Change(after.as_of, "definitions", _tool(before), _tool(after))


def _rules(pack: PackRecord) -> str:
    return f"{pack.id} {pack.edition} ({pack.sha256[:8]})"


def _tool(run: Run) -> str:
    return f"creditscore {run.manifest.versions.get('creditscore', '?')}"
