"""The points of each item of a unit's scorecards, worked out again from its row of the level table and its survey answers.

Level tables hold the sums alone. The engine's own steps run here on one row; an item whose answers are not at hand has no points.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from creditscore.engine.changes.variants import figures_of
from creditscore.engine.codes import PENDING, WORDS, code_of
from creditscore.engine.scorecards import item_columns, with_points
from creditscore.engine.verdicts import code_column
from creditscore.packs.model.pack import Item, Pack

Ends = tuple[int, int]


def item_points(
    pack: Pack, level: str, row: Mapping[str, Any], answers: Mapping[str, Any] | None, as_of: date
) -> dict[str, list[Ends | None]]:
    """By scorecard, the lowest and the highest points of each item in hundredths; None where the answers it asks for are not at hand."""
    cards = pack.cards_of(level)
    if not cards:
        return {}
    items = [item for card in cards.values() for item in card.items]
    frame = pl.DataFrame([_cells(pack, level, items, row, answers or {})], schema=_types(pack, level, items))
    worked: pl.LazyFrame = with_points(nw.from_native(frame.lazy()), pack, level, as_of).to_native()
    found = worked.collect().row(0, named=True)
    return {
        name: [
            None if (item.columns or item.column) and answers is None else tuple(found[column] for column in item_columns(name, place))
            for place, item in enumerate(card.items)
        ]
        for name, card in cards.items()
    }


def _types(pack: Pack, level: str, items: list[Item]) -> dict[str, type[pl.DataType]]:
    figures = [column for item in items if item.measure is not None for column in figures_of(pack, item.measure)]
    types: dict[str, type[pl.DataType]] = dict.fromkeys(figures, pl.Int64)
    types |= dict.fromkeys((column for item in items for column in item.columns), pl.Boolean)
    types |= dict.fromkeys((item.column for item in items if item.column is not None), pl.String)
    return types | dict.fromkeys(map(code_column, pack.criteria.get(level, {})), pl.Int8)


def _cells(pack: Pack, level: str, items: list[Item], row: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    figures = {column: row.get(column) for item in items if item.measure is not None for column in figures_of(pack, item.measure)}
    asked = [column for item in items for column in [*item.columns, *([item.column] if item.column is not None else [])]]
    surveys = {column: answers.get(column) for column in asked}
    codes = {code_column(name): code_of(row[name]) if row[name] in WORDS else PENDING for name in pack.criteria.get(level, {})}
    return figures | surveys | codes
