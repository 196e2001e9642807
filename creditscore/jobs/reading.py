"""Read the tables a command was given, as its rule pack needs them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from creditscore.core.errors import UsageError, one
from creditscore.core.text import Text
from creditscore.jobs.shapes import own_titles, table_shapes
from creditscore.packs.model.pack import Pack
from creditscore.tables.files.inputs import Inputs, find_inputs
from creditscore.tables.findings.result import Tables
from creditscore.tables.read import read_tables
from creditscore.tables.shapes import TableShape
from creditscore.tables.user_aliases import aliases_from


class Data(Struct, frozen=True):
    """Where the tables are: a folder or workbook, single files by table name, the encoding of CSV where it is known, a file of aliases."""

    place: Path | None
    named: Mapping[str, Path] = field(default_factory=dict)
    encoding: str | None = None
    aliases: Path | None = None

    def __str__(self) -> str:
        named = [f"{table}={path.as_posix()}" for table, path in sorted(self.named.items())]
        return " ".join(named if self.place is None else [self.place.as_posix(), *named])


def inputs_of(data: Data, shapes: Mapping[str, TableShape]) -> Inputs:
    """Where each table of some shapes is; a UsageError where nothing was said, a TableError where a table is not found."""
    if data.place is None and not data.named:
        cure = Text("请给出 DATA，或用 --households 等选项逐一指定", "give DATA, or name the tables by --households and so on")
        raise one(UsageError, "DATA", Text("没有说明数据在哪里", "it is not said where the data is"), cure=cure)
    return find_inputs(data.place, data.named, aliases_from(data.aliases, shapes.values()), own_titles(shapes))


def read_data(data: Data, pack: Pack, as_of: date | None) -> Tables:
    """The tables, typed and checked; a TableError where one cannot be read at all."""
    shapes = table_shapes(pack)
    return read_tables(inputs_of(data, shapes), shapes, as_of, data.encoding)
