"""What an interrupted preparation has finished: a small file beside the parts, of use only for the very same inputs and parts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field, json

from creditscore import __version__
from creditscore.tables.files.inputs import Inputs
from creditscore.tables.prepared.record import OWNERS, Part
from creditscore.tables.read import Declared
from creditscore.tables.shapes import shapes_of

STATE = ".preparing.json"


class Asked(Struct, frozen=True):
    """What is to be prepared: the files, the columns that rule packs declare, and the encoding of text files where it was given."""

    inputs: Inputs
    declared: Declared
    encoding: str | None

    def key(self, *more: object) -> str:
        """A digest of all that decides which rows come of the files, but for the files themselves; the program's version is part of it."""
        told = [__version__, dict(shapes_of(self.declared)), self.inputs.aliases, dict(self.inputs.sheets), self.encoding, *more]
        return hashlib.sha256(json.encode(told, order="deterministic")).hexdigest()


class _Kept(Struct, frozen=True):
    key: str
    parts: list[Part]


class PartProgress(Struct):
    """The parts that are on disk, whole."""

    folder: Path
    key: str
    parts: dict[int, Part] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, asked: Asked, way: str, digests: Mapping[str, str], ends: Sequence[str]) -> PartProgress:
        """Of a folder: what is there already, where it was made in the same way, from the same inputs, into parts with the same ends."""
        key = asked.key(way, dict(digests), list(ends))
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / STATE
        if not path.is_file():
            return cls(folder, key)
        kept = json.decode(path.read_bytes(), type=_Kept)
        return cls(folder, key, {part.number: part for part in kept.parts} if kept.key == key else {})

    def finished(self, number: int) -> Part | None:
        """A part that needs no second writing."""
        part = self.parts.get(number)
        if part is None:
            return None
        whole = all((self.folder / table / part.file).is_file() for table in ("households", "loans", OWNERS))
        return part if whole else None

    def add(self, part: Part) -> None:
        """Remember a part that has just been written."""
        if self.parts.get(part.number) == part:
            return
        self.parts[part.number] = part
        unfinished = self.folder / f"{STATE}.part"
        unfinished.write_bytes(json.encode(_Kept(self.key, list(self.parts.values()))))
        unfinished.replace(self.folder / STATE)

    @staticmethod
    def forget(folder: Path) -> None:
        """All is done."""
        (folder / STATE).unlink(missing_ok=True)
