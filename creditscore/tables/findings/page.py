"""The page of findings: every reason with its severity, an example and the cure, made from the code so that it cannot go stale.

Run as a module it brings a page up to date: `python -m creditscore.tables.findings.page docs/findings.md`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from creditscore.core.columns import TABLES
from creditscore.core.terms import SEVERITIES
from creditscore.core.text import Text
from creditscore.tables.reasons import REASONS, Reason

START, END = "<!-- reasons: start -->", "<!-- reasons: end -->"
_TITLES = {column.name: column.title for columns in TABLES.values() for column in columns}
_MEANINGS = {
    "error": Text("所在行剔除", "the row is set aside"),
    "warning": Text("照常使用", "the row is used"),
    "note": Text("供参考", "for information"),
}


def reasons_page() -> str:
    """The reasons as Markdown, the gravest first."""
    examples = reason_examples()
    parts = []
    for severity, title in SEVERITIES.items():
        meaning = _MEANINGS[severity]
        parts += [f"## {title.zh} {title.en}: {meaning.zh} {meaning.en}", ""]
        for code, reason in REASONS.items():
            if reason.severity == severity:
                parts += _entry(reason, examples.get(code, {}))
    return "\n".join(parts)


def reason_examples() -> dict[str, dict[str, Text]]:
    """What fills the places of each reason's sentence in its example."""
    listed = tomllib.loads(files("creditscore.tables").joinpath("reason_examples.toml").read_text("utf-8"))
    return {code: {place: _worded(place, words) for place, words in entry.items()} for code, entry in listed.items()}


def brought_up_to_date(page: str) -> str:
    """A page with the reasons between its two marks made anew."""
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{reasons_page()}\n{END}{after}"


def _entry(reason: Reason, example: Mapping[str, Text]) -> list[str]:
    filling = {place: example.get(place, Text("…", "…")) for place in ("column", "value", "other")}
    what, cure = reason.what.fill(**filling), reason.cure.fill(**filling)
    zh, en = f"- {what.zh}。处理：{cure.zh}。", f"- {what.en}. Cure: {cure.en}."
    return [f"### `{reason.code}`", "", zh, en, ""]


def _worded(place: str, words: Any) -> Text:
    if place == "column":
        return _TITLES[words]
    return Text(*words) if isinstance(words, list) else Text(words, words)


def main(path: Path) -> None:
    """Bring the page at `path` up to date."""
    path.write_text(brought_up_to_date(path.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
