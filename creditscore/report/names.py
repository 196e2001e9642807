"""What a pack's own grades are called, and units with their names."""

from __future__ import annotations

from creditscore.core.terms import grade_name, level_name
from creditscore.core.text import Text
from creditscore.packs.model.pack import Pack


def grade_title(pack: Pack, level: str, grade: str | None) -> Text:
    """A grade as the pack calls it, or by the common word; a dash where there is none."""
    if grade is None:
        return Text("—", "—")
    stated = pack.grades.get(level, {}).get(grade)
    title = stated.title if stated is not None else None
    return grade_name(grade) if title is None else Text(title.zh, title.en)


def unit_title(level: str, unit_id: str, name: str | None) -> Text:
    """A unit for a reader: its level, its name where known, and its id."""
    word = level_name(level)
    if name:
        return Text(f"{word.zh} {name}（{unit_id}）", f"{word.en} {name} ({unit_id})")
    return Text(f"{word.zh} {unit_id}", f"{word.en} {unit_id}")
