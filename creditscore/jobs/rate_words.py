"""What a finished rating is told as: its manifest and summary in, lines for people or a record for programs out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import asdict

from creditscore.archive.manifest import Manifest
from creditscore.core.terms import STATUSES, level_name
from creditscore.core.text import Lang, Text

_COMMA = Text("，", ", ")
_ROWS = Text(
    "{file}：读入 {rows_in} 行，采用 {rows_used} 行，剔除 {rows_rejected} 行",
    "{file}: {rows_in} rows in, {rows_used} used, {rows_rejected} rejected",
)
_LEVEL = Text("{level}：{counted}", "{level}: {counted}")


def as_record(run: str, manifest: Manifest, summary: Mapping[str, Any]) -> dict[str, Any]:
    """For programs; `run` is where the run lies."""
    return {
        "run": run,
        "as_of": manifest.as_of.isoformat(),
        "rows_rejected": sum(entry.rows_rejected for entry in manifest.inputs),
        "levels": {level: counts["status"] for level, counts in summary["levels"].items()},
        "result_hash": manifest.result_hash,
    }


def as_lines(manifest: Manifest, summary: Mapping[str, Any], lang: Lang) -> list[str]:
    """For people: the rows read, and the units of each level by status."""
    rows = [_ROWS.fill(**asdict(entry)).say(lang) for entry in manifest.inputs]
    return [*rows, *(_level(summary, level, lang) for level in manifest.levels)]


def _level(summary: Mapping[str, Any], level: str, lang: Lang) -> str:
    statuses = {name: count for name, count in summary["levels"][level]["status"].items() if count or name == "rated"}
    counted = [f"{STATUSES[name].say(lang)} {count:,}" for name, count in statuses.items()]
    return _LEVEL.fill(level=level_name(level), counted=_COMMA.say(lang).join(counted)).say(lang)
