"""The whole progress pack in one folder: tables, charts, briefing, ledgers, page and workbook, and `progress.json`.

In: a `Progress`, a folder and a language. Out: the folder filled; `progress.json` is written last and lists every other file
with its SHA-256 and the runs that the figures come from. It holds no timestamp: the same runs give the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from creditscore.archive.folder import PROGRESS
from creditscore.archive.manifest import as_json
from creditscore.core.digests import sha256_of
from creditscore.core.text import Lang
from creditscore.report.progress.briefing.document import write_briefing_docx
from creditscore.report.progress.briefing.text import write_briefing
from creditscore.report.progress.ledgers.ledger import write_ledger
from creditscore.report.progress.model import Progress
from creditscore.report.progress.series.html import write_series_html
from creditscore.report.progress.series.workbook import write_series_workbook
from creditscore.report.progress.tables import write_tables

Writer = Callable[[Progress, Path, Lang], list[Path]]
CHARTS = "charts"


def write_charts(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Draw the charts into `charts/`; matplotlib is loaded here only, and keeps its remarks on the machine's fonts to itself."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from creditscore.report.progress.charts.draw import draw_all

    (folder / CHARTS).mkdir()
    return draw_all(progress, folder / CHARTS, lang)


WRITERS: tuple[Writer, ...] = (
    write_tables,
    write_charts,
    write_briefing,
    write_briefing_docx,
    write_ledger,
    write_series_workbook,
    write_series_html,
)
"""What a pack is made of, in the order of writing: the documents take the charts that stand in the folder by then."""


def write_pack(progress: Progress, folder: Path, lang: Lang) -> list[Path]:
    """Write everything into a folder; the files, `progress.json` last."""
    files = [path for write in WRITERS for path in write(progress, folder, lang)]
    listing = folder / PROGRESS
    listing.write_bytes(as_json(contents(progress, folder, files, lang)))
    return [*files, listing]


def contents(progress: Progress, folder: Path, files: list[Path], lang: Lang) -> dict[str, Any]:
    """What `progress.json` says: as-of date, period, the runs by as-of date, and the SHA-256 of every file."""
    series = progress.series
    return {
        "format": 1,
        "as_of": progress.as_of.isoformat(),
        "period": series.period,
        "level": progress.level,
        "lang": lang,
        "runs": [_run(run.as_of.isoformat(), run.manifest.result_hash, run.manifest.pack.sha256) for run in series.runs],
        "missing": [period.label for period in series.missing],
        "remarks": [{"zh": words.zh, "en": words.en} for words in progress.remarks()],
        "files": {path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(files)},
    }


def _run(as_of: str, result_hash: str, pack_sha256: str) -> dict[str, str]:
    return {"as_of": as_of, "result_hash": result_hash, "pack_sha256": pack_sha256}
