"""Rate the bundled sample county month by month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
from msgspec import Struct

from creditscore.archive.folder import MANIFEST
from creditscore.archive.runs import open_run
from creditscore.core.errors import RunError, one
from creditscore.core.terms import CREDIT_UNITS
from creditscore.core.text import Lang, Text
from creditscore.jobs.progress import ProgressRequest, progress_pack
from creditscore.jobs.rate import RateOutcome, RateRequest, rate

Report = Callable[[Text], None]
INSTALLED = Path(__file__).resolve().parents[1] / "_data" / "sample_data"
PROGRESS = "progress"
TARGETS = "targets.toml"
CHECKOUT = Path(__file__).resolve().parents[2] / "sample_data"


class Month(Struct, frozen=True):
    """One month of the sample county and its run."""

    as_of: date
    outcome: RateOutcome

    def rated(self, level: str) -> int:
        """How many units of a level are rated."""
        count: int = self.outcome.summary["levels"][level]["status"]["rated"]
        return count

    def line(self, lang: Lang) -> str:
        """The month's figures in one line."""
        counts = [f"{Text(words.zh, words.en + 's').say(lang)} {self.rated(level):,}" for level, words in CREDIT_UNITS.items()]
        return f"{self.as_of}  " + "  ".join(counts)

    def village_to_explain(self) -> str:
        """A village that missed its rating, where there is one: the most telling to explain."""
        villages = self.outcome.run.table("village").sort(pl.col("status") != "not_rated", "village_id").select("village_id")
        return str(villages.first().collect().item())


def sample_folder() -> Path:
    """The bundled sample county: inside an installed package, else at the top of the checkout."""
    return INSTALLED if INSTALLED.is_dir() else CHECKOUT


def month_folders(folder: Path) -> dict[date, Path]:
    """The monthly snapshots of a sample county, oldest first."""
    months = {}
    for entry in sorted(path for path in folder.iterdir() if path.is_dir()):
        try:
            months[date.fromisoformat(entry.name)] = entry
        except ValueError:
            continue
    if not months:
        raise one(RunError, str(folder), Text("找不到样例县的数据", "the sample county's data is missing"))
    return months


class Demo(Struct, frozen=True):
    """The months of the sample county, and the folder of the progress pack over all of them."""

    months: list[Month]
    progress: Path


def demo(out: Path, lang: Lang, report: Report) -> Demo:
    """Rate every month of the sample county below `out`, then write the progress pack; what it wrote before is made anew."""
    months = rated_months(out, lang, report)
    targets = sample_folder() / TARGETS
    return Demo(months, progress_pack(ProgressRequest(out, out / PROGRESS, lang, targets=targets, replace=True), report).folder)


def rated_months(out: Path, lang: Lang, report: Report) -> list[Month]:
    """Every month of the sample county rated; runs of the demo's own from before are made anew."""
    months = []
    for as_of, data in month_folders(sample_folder()).items():
        report(Text(f"正在评定 {as_of}", f"rating {as_of}"))
        request = RateRequest(data=data, as_of=as_of, out=out, lang=lang, replace=_is_of_the_sample(out / as_of.isoformat(), data))
        months.append(Month(as_of, rate(request)))
    return months


def _is_of_the_sample(folder: Path, data: Path) -> bool:
    """Whether the run that stands there is the demo's own, so that it may be replaced unasked."""
    return (folder / MANIFEST).is_file() and open_run(folder).manifest.data == data.as_posix()
