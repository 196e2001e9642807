"""What an interrupted preparation has finished: a small file beside the parts, of use only for the very same inputs and parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from creditscore.tables.prepared import OWNERS, Part

STATE = ".preparing.json"


@dataclass
class PartProgress:
    """The parts that are on disk, whole."""

    folder: Path
    key: str
    parts: dict[int, Part] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, way: str, digests: Mapping[str, str], villages: list[list[str]]) -> PartProgress:
        """Of a folder: what is there already, where it was made in the same way, from the same inputs, into the same parts."""
        key = hashlib.sha256(json.dumps([way, sorted(digests.items()), villages]).encode()).hexdigest()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / STATE
        if not path.is_file():
            return cls(folder, key)
        kept = json.loads(path.read_text(encoding="utf-8"))
        parts = [Part.model_validate(one) for one in kept["parts"]] if kept["key"] == key else []
        return cls(folder, key, {part.number: part for part in parts})

    def finished(self, number: int) -> Part | None:
        """A part that needs no second writing."""
        part = self.parts.get(number)
        if part is None:
            return None
        whole = all((self.folder / table / part.file).is_file() for table in ("households", "loans", OWNERS))
        return part if whole else None

    def add(self, part: Part) -> None:
        """Remember a part that has just been written."""
        if part.number in self.parts:
            return
        self.parts[part.number] = part
        text = json.dumps({"key": self.key, "parts": [one.model_dump(mode="json") for one in self.parts.values()]})
        unfinished = self.folder / f"{STATE}.part"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self.folder / STATE)

    @staticmethod
    def forget(folder: Path) -> None:
        """All is done."""
        (folder / STATE).unlink(missing_ok=True)
