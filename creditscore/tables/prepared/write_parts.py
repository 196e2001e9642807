"""Parts of prepared tables onto disk: usable rows in, one Parquet file a table and part out, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from creditscore.core.money import FEN_PER_YUAN
from creditscore.tables.portions.owners import with_owners
from creditscore.tables.portions.portion import OWNER
from creditscore.tables.prepared.record import OWNERS, Part

ROW_GROUP = 1 << 17
_YUAN = pl.Decimal(18, 2)
_NOT_AFTER_AS_OF = {"households": ("birth_date", "certificate_date"), "loans": ("issue_date",)}
"""Dates that a rating holds against its as-of date."""


def write_part(folder: Path, number: int, rows: Mapping[str, pl.DataFrame], money: Mapping[str, list[str]]) -> Part:
    """Write a part's households, sorted by id, and its loans in the order of their households; `money` names the columns in fen."""
    households = rows["households"]
    owned = rows["loans"] if OWNER in rows["loans"].columns else with_owners(rows["loans"], households)
    loans = owned.sort(OWNER, "loan_id", nulls_last=False)
    ids = households["household_id"]
    part = Part(
        number=number,
        households=households.height,
        loans=loans.height,
        first=ids[0] if ids.len() else None,
        last=ids[-1] if ids.len() else None,
        latest=_latest(rows),
    )
    for table, frame in (("households", households), ("loans", loans.drop(OWNER)), (OWNERS, loans.select(OWNER))):
        write_table(frame, folder / table / part.file, money.get(table, []))
    return part


def write_table(rows: pl.DataFrame, path: Path, money: list[str]) -> None:
    """Write rows with their amounts in yuan; the file appears under its name only when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    in_yuan = rows.with_columns((pl.col(money).cast(_YUAN) / FEN_PER_YUAN).cast(_YUAN)) if money else rows
    in_yuan.write_parquet(unfinished, compression="zstd", compression_level=1, row_group_size=ROW_GROUP)
    unfinished.replace(path)


def _latest(rows: Mapping[str, pl.DataFrame]) -> date | None:
    days = [rows[table][column].max() for table, columns in _NOT_AFTER_AS_OF.items() for column in columns]
    found = [day for day in days if isinstance(day, date)]
    return max(found) if found else None
