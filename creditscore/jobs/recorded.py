"""What a finished run was made from: its rule file and its input tables, where they still are as they were."""

from __future__ import annotations

from pathlib import Path

from creditscore.archive.manifest import InputRecord
from creditscore.archive.runs import Run
from creditscore.core.digests import sha256_of
from creditscore.core.errors import RunError, one
from creditscore.core.text import Text
from creditscore.jobs.reading import Data
from creditscore.packs.library import editions, shipped_folder
from creditscore.packs.load import LoadedPack


def rules_of(run: Run, rules: str | None = None) -> LoadedPack:
    """The very rule file that the run was rated by, known by its SHA-256; a RunError where it is not found.

    `rules` says where it is now, where it has moved since.
    """
    wanted = run.manifest.pack
    name = rules or (wanted.id if (shipped_folder() / wanted.id).is_dir() else wanted.file)
    found = next((edition for edition in editions(name) if edition.sha256 == wanted.sha256), None)
    if found is not None:
        return found
    what = Text("评定所用的规则文件已改动或不在原处", "the rule file of the run has changed or is no longer there")
    cure = Text("请用 --rules 指定评定时所用的文件", "name the file that was used by --rules")
    raise one(RunError, name, what, Text(f"SHA-256 {wanted.sha256}", f"SHA-256 {wanted.sha256}"), cure)


def data_of(run: Run, data: Path | None = None) -> Data:
    """Where the run's tables are; `data` says where they are now, where they have moved since."""
    manifest = run.manifest
    place = data or Path(manifest.data)
    aliases = None if manifest.aliases is None else Path(manifest.aliases.file)
    if place.exists():
        return Data(place, encoding=manifest.encoding, aliases=aliases)
    return Data(None, {entry.table: Path(entry.file) for entry in manifest.inputs}, manifest.encoding, aliases)


def changed_inputs(run: Run, data: Data) -> list[str]:
    """The input files of a run, its file of aliases included, that are gone or not as they were."""
    changed = [entry.file for entry in run.manifest.inputs if not _is_as_it_was(_path(entry, data), entry.sha256)]
    aliases = run.manifest.aliases
    if aliases is not None and not _is_as_it_was(Path(aliases.file), aliases.sha256):
        changed.append(aliases.file)
    return changed


def _is_as_it_was(path: Path, sha256: str) -> bool:
    return path.exists() and sha256_of(path) == sha256


def _path(entry: InputRecord, data: Data) -> Path:
    if data.place is None:
        return data.named[entry.table]
    return data.place / entry.file if data.place.is_dir() else data.place
