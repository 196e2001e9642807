"""A user's alias file: words beside the shipped ones, checked; the user's words go before the shipped ones."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from creditscore.core.columns import TABLES
from creditscore.core.errors import Problem, TableError, nearest
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, Listed, built, plain, shipped, shipped_list, with_tables
from creditscore.tables.shapes import TableShape

Lists = dict[tuple[str, ...], list[str]]
"""Word lists by their key path, such as ("columns", "loans", "principal")."""


def aliases_with(path: Path, listed: Listed | None = None) -> Aliases:
    """The shipped aliases (or `listed`) and those of a user's file of the same shape; a TableError lists every mistake of the file."""
    known = _flat(listed or shipped_list())
    known |= {
        ("columns", table, column.name): [] for table, columns in TABLES.items() for column in columns if _new(known, table, column.name)
    }
    own = _flat(_loaded(path))
    problems = [*_shape_problems(own, known), *_clashes(own)]
    if problems:
        raise TableError([Problem(f"{path.name}: {'.'.join(at)}" if at else path.name, what, cure=cure) for at, what, cure in problems])
    return built(_nested(_joined(known, {at: [str(word) for word in words] for at, words in own.items()})))


Mistake = tuple[tuple[str, ...], Text, Text | None]


def _new(known: Lists, table: str, column: str) -> bool:
    return ("columns", table, column) not in known


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise TableError([Problem(str(path), Text("没有这个别名文件，或不能读", "no such alias file, or not readable"))]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = Text(f"不是 UTF-8 的 TOML 文件（{error}）", f"not a TOML file in UTF-8 ({error})")
        cure = Text('每行写成：列名 = ["别名一", "别名二"]', 'write lines such as: column = ["one alias", "another"]')
        raise TableError([Problem(path.name, what, cure=cure)]) from error


def _flat(listed: Mapping[str, Any], start: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    flat: dict[tuple[str, ...], Any] = {}
    for key, value in listed.items():
        flat |= _flat(value, (*start, key)) if isinstance(value, dict) else {(*start, key): value}
    return flat


def _nested(lists: Lists) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, words in lists.items():
        place = nested
        for key in path[:-1]:
            place = place.setdefault(key, {})
        place[path[-1]] = words
    return nested


def _joined(known: Lists, own: Lists) -> Lists:
    taken = {(at[:-1], plain(word)) for at, words in own.items() for word in words}
    kept = {at: [word for word in words if (at[:-1], plain(word)) not in taken] for at, words in known.items()}
    return {at: kept[at] + own.get(at, []) for at in known}


def _shape_problems(own: Mapping[tuple[str, ...], Any], known: Lists) -> Iterator[Mistake]:
    names = [".".join(at) for at in known]
    for at, words in own.items():
        if at not in known:
            near = nearest(".".join(at), names)
            cure = Text(f"是否为 {near}？", f"perhaps {near}?") if near else Text("请照说明书的样式书写", "write it as the manual shows")
            yield at, Text("没有这个键", "no such key"), cure
        elif not isinstance(words, list) or not all(isinstance(word, str) and plain(word) for word in words):
            yield at, Text("应为非空文字的列表", "expected a list of words, none empty"), Text('如 ["别名"]', 'such as ["alias"]')


def _clashes(own: Mapping[tuple[str, ...], Any]) -> Iterator[Mistake]:
    """Words that a file gives two meanings, or that are the own name of another column."""
    seen: dict[tuple[tuple[str, ...], str], str] = {}
    for table, columns in TABLES.items():
        seen |= {(("columns", table), plain(word)): column.name for column in columns for word in (column.name, column.title.zh)}
    for at, words in own.items():
        for word in words if isinstance(words, list) else []:
            before = seen.setdefault((at[:-1], plain(str(word))), at[-1])
            if before != at[-1]:
                what = Text("“{word}”已经是 {before} 的名称", "“{word}” already stands for {before}")
                yield at, what.fill(word=word, before=before), Text("一个词只能指一样", "a word can stand for one thing only")


def aliases_from(path: Path | None, shapes: Iterable[TableShape] = ()) -> Aliases:
    """The aliases in use: the shipped ones, the names that a pack gives its own tables and columns, and those of a user's file."""
    own = [shape for shape in shapes if shape.kind not in TABLES or shape.name != shape.kind or any(c.own for c in shape.columns)]
    if not own:
        return shipped() if path is None else aliases_with(path)
    listed = with_tables(shipped_list(), own)
    return built(listed) if path is None else aliases_with(path, listed)
