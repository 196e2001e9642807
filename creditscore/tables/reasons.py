"""The registry of reasons: each code of `reasons.toml` with its severity and its sentence in both languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Literal

from msgspec import Struct

from creditscore.core.text import Text

Severity = Literal["error", "warning", "note"]
"""Errors set a row (or table) aside; with warnings the row is used; notes tell what was done."""


class Reason(Struct, frozen=True):
    """One reason code: how grave it is, what is wrong, and what to do."""

    code: str
    severity: Severity
    what: Text
    cure: Text

    @property
    def sentence(self) -> Text:
        """What is wrong and what to do, with places to fill, in one line."""
        return Text(f"{self.what.zh}；{self.cure.zh}。", f"{self.what.en}; {self.cure.en}.")


def _registry() -> dict[str, Reason]:
    listed = tomllib.loads(files("creditscore.tables").joinpath("reasons.toml").read_text("utf-8"))
    return {
        code: Reason(code, entry["severity"], Text(entry["zh"], entry["en"]), Text(entry["cure_zh"], entry["cure_en"]))
        for code, entry in listed.items()
    }


REASONS: dict[str, Reason] = _registry()
"""Every reason by its code."""
ERRORS = tuple(code for code, reason in REASONS.items() if reason.severity == "error")
"""The codes that set a row aside."""
