"""Make a synthetic county."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal, cast

from creditscore.core.errors import UsageError, one
from creditscore.core.text import Text
from creditscore.sample.write import write_county


def make_county(
    out: Path,
    households: int,
    seed: int,
    as_of: date,
    file_format: str,
    months: int,
    townships: int | None,
    report: Callable[[Text], None],
) -> None:
    """Write a synthetic county into an empty or new folder; a folder with something in it is left alone."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        cure = Text("请指定一个新的或空的文件夹", "name a new or an empty folder")
        raise one(UsageError, str(out), Text("该处已有内容", "something is there already"), cure=cure)
    write_county(
        out,
        households,
        seed,
        as_of,
        file_format=cast(Literal["csv", "parquet"], file_format),
        months=months,
        townships=townships,
        progress=lambda done: report(Text(f"已生成 {done:,} 户", f"{done:,} households made")),
    )
