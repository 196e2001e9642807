"""Which file holds which table: a folder, a workbook or single files in, one place per table out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from creditscore.core import terms
from creditscore.core.columns import TABLES
from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, plain, shipped

TEXT_FILES = (".csv", ".tsv", ".txt")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
PARQUET = ".parquet"
READABLE = (*TEXT_FILES, *WORKBOOKS, PARQUET)
_EXPECTED = Text(
    "应有 households、loans、villages、townships（或 农户、贷款、行政村、乡镇）四张表，可为 .csv、.xlsx、.parquet 或 Parquet 文件夹",
    "the tables households, loans, villages, townships (or 农户, 贷款, 行政村, 乡镇) as .csv, .xlsx, .parquet or a folder of Parquet parts",
)


def is_parquet(path: Path) -> bool:
    """Whether a table's file, or the parts of its folder, are Parquet."""
    return path.is_dir() or path.suffix.lower() == PARQUET


class Inputs(Struct, frozen=True):
    """Where each table is: its path, the sheet of a workbook where known, the folder that names are relative to; and the aliases."""

    paths: Mapping[str, Path]
    sheets: Mapping[str, str] = field(default_factory=dict)
    root: Path | None = None
    aliases: Aliases = field(default_factory=shipped)

    def file_name(self, table: str) -> str:
        """What messages call the table's file: its name inside the data folder."""
        path = self.paths[table]
        inside = self.root is not None and path.is_relative_to(self.root) and path != self.root
        return path.relative_to(self.root).as_posix() if inside and self.root else path.name


def find_inputs(
    data: Path | None, named: Mapping[str, Path] | None = None, aliases: Aliases | None = None, own: Mapping[str, Text] | None = None
) -> Inputs:
    """The tables of a folder or workbook; files named singly come first; `aliases` are the shipped ones where not given.

    `own` are the titles of a pack's own tables by name, which must be there too.

    A TableError says which table is missing or has two candidates, and what was found.
    """
    named = dict(named or {})
    titles = terms.TABLES | dict(own or {})
    _refuse_unknown(named, titles)
    wanted = [table for table in titles if table not in named]
    known = aliases or shipped()
    found = _candidates(data, known) if data is not None and wanted else {}
    problems = [problem for table in wanted if (problem := _problem(table, titles[table], found.get(table, []), data))]
    problems += [_no_file(path) for path in named.values() if not path.exists()]
    if problems:
        raise TableError(problems)
    places = {table: found[table][0] for table in wanted}
    paths = {table: named[table] if table in named else places[table][0] for table in titles}
    sheets = {table: sheet for table, (_, sheet) in places.items() if sheet is not None}
    return Inputs(paths, sheets, data if data is not None and data.is_dir() else None, known)


def _refuse_unknown(named: Mapping[str, Path], titles: Mapping[str, Text]) -> None:
    """A TableError where a file is named for a table that the rule pack does not have."""
    for table in named:
        if table not in titles:
            expected = Text(f"应为其一：{'、'.join(titles)}", f"expected one of: {', '.join(titles)}")
            raise TableError([Problem(str(named[table]), Text(f"没有表 {table}", f"there is no table {table}"), expected)])


def _no_file(path: Path) -> Problem:
    return Problem(str(path), Text("没有这个文件或文件夹", "no such file or folder"))


def _candidates(data: Path, aliases: Aliases) -> dict[str, list[tuple[Path, str | None]]]:
    if not data.exists():
        raise TableError([_no_file(data)])
    found: dict[str, list[tuple[Path, str | None]]] = {}
    for table, path, sheet in _named_entries(data, aliases) if data.is_dir() else _named_sheets(data, aliases):
        found.setdefault(table, []).append((path, sheet))
    return found


def _named_entries(folder: Path, aliases: Aliases) -> Iterator[tuple[str, Path, str | None]]:
    entries = sorted(entry for entry in folder.iterdir() if _is_table(entry))
    known = {entry: table for entry in entries if (table := aliases.tables.get(plain(entry.stem)))}
    yield from ((table, entry, None) for entry, table in known.items())
    for entry in entries:
        if entry not in known and entry.suffix.lower() in WORKBOOKS:
            yield from ((table, path, sheet) for table, path, sheet in _named_sheets(entry, aliases) if table not in known.values())


def _named_sheets(path: Path, aliases: Aliases) -> Iterator[tuple[str, Path, str | None]]:
    if path.suffix.lower() not in WORKBOOKS:
        return
    from creditscore.tables.files.sheets import sheet_names

    for sheet in sheet_names(path):
        if table := aliases.tables.get(plain(sheet)):
            yield table, path, sheet


def _is_table(entry: Path) -> bool:
    if entry.name.startswith((".", "~$")):
        return False
    return any(entry.glob(f"*{PARQUET}")) if entry.is_dir() else entry.suffix.lower() in READABLE


def _problem(table: str, name: Text, places: list[tuple[Path, str | None]], data: Path | None) -> Problem | None:
    title = Text(f"{name.zh}（{table}）", table)
    if len(places) > 1:
        names = ", ".join(path.name + (f" [{sheet}]" if sheet else "") for path, sheet in places)
        what = Text("{title}表有 {count} 个来源：{names}", "{count} sources for the table {title}: {names}")
        return Problem(str(data), what.fill(title=title, count=len(places), names=names), cure=Text("请只留一个", "keep only one"))
    if places:
        return None
    what = Text("没有{title}表；找到的有：{found}", "no table {title}; found: {found}")
    expected = Text(f"应有 {table} 或 {name.zh} 表", f"a table {table} or {name.zh}") if table not in TABLES else _EXPECTED
    return Problem(str(data or ""), what.fill(title=title, found=_listing(data)), expected)


def _listing(data: Path | None) -> Text:
    if data is not None and data.is_dir():
        names = sorted(entry.name for entry in data.iterdir() if not entry.name.startswith("."))[:20]
    elif data is not None and data.suffix.lower() in WORKBOOKS:
        from creditscore.tables.files.sheets import hidden_sheets, sheet_names

        hidden = hidden_sheets(data)
        told = ", ".join([*sheet_names(data), *hidden])
        if hidden:
            return Text(f"{told}（隐藏的不读：{'、'.join(hidden)}）", f"{told} (hidden, not read: {', '.join(hidden)})")
        names = [told]
    else:
        names = [data.name] if data is not None else []
    listed = ", ".join(names)
    return Text(listed or "无", listed or "nothing")
