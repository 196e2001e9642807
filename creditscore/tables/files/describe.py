"""The tables in words: the columns page of the manual, made from the canonical columns so that it cannot go stale."""

from __future__ import annotations

from creditscore.core import terms
from creditscore.core.columns import TABLES, Column, ColumnType
from creditscore.tables.aliases import shipped

KINDS: dict[ColumnType, str] = {
    "id": "text; leading zeros kept",
    "text": "text",
    "name": "text; masked in every message",
    "bool": "是/否, 有/无, √/×, Y/N, true/false, 1/0; blank is missing, never 否",
    "date": "2003-06-30, 2003.6.30, 2003/6/30, 2003年6月30日, 20030630, a date cell or Excel's day number",
    "money": "yuan, at most two decimals; 1,200.50, 3万元, (30) for −30",
    "integer": "whole number",
    "choice": "one of the words listed",
    "id_number": "18 characters, or the old 15 digits; as text",
}


def columns_page() -> str:
    """The columns of the four tables as Markdown."""
    return "\n".join(_table(table) for table in TABLES)


def _table(table: str) -> str:
    title = terms.TABLES[table]
    lines = [f"### {title.en} ({title.zh})", "", "| column | 中文 | accepted | required |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *(_line(column) for column in TABLES[table]), ""])


def _line(column: Column) -> str:
    return f"| `{column.name}` | {column.title.zh} | {_accepted(column)} | {'yes' if column.required else ''} |"


def _accepted(column: Column) -> str:
    if not column.choices:
        return KINDS[column.type]
    words = shipped().wording[column.name]
    return ", ".join(f"`{choice}` {words[choice]}" for choice in column.choices)
