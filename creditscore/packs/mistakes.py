"""Mistakes of a rule file: found by key path, shown with file, line and key."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from msgspec import Struct

from creditscore.core.errors import PackError, Problem, nearest
from creditscore.core.text import Text, same
from creditscore.packs.source.key_lines import KeyLines

Path = tuple[str | int, ...]
MOST_SHOWN = 50
MOST_SOUGHT = 300


class Mistake(Struct, frozen=True):
    """What is wrong at one key path (list places counted from 0), what was expected, and the cure; `code` names the kind."""

    code: str
    path: Path
    what: Text
    expected: Text | None = None
    cure: Text | None = None


def key_path(path: Path) -> str:
    """A key path as people read it: measures.arrears_now.where[1].is, list places counted from 1."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def as_problem(mistake: Mistake, lines: KeyLines, where: str) -> Problem:
    """A mistake with its place: file, line where it can be told, key path."""
    line = lines.of(mistake.path)
    place = f"{where}:{line}" if line else where
    return Problem(f"{place} {key_path(mistake.path)}".rstrip(), mistake.what, mistake.expected, mistake.cure, mistake.code)


def as_error(found: Iterable[Mistake], source: str, where: str) -> PackError:
    """All mistakes of a file as one error, in the order of the file; beyond fifty only their number, as far as that was sought."""
    lines = KeyLines(source)
    mistakes = sorted(islice(found, MOST_SOUGHT), key=lambda mistake: lines.entry(mistake.path))
    problems = [as_problem(mistake, lines, where) for mistake in mistakes[:MOST_SHOWN]]
    rest = len(mistakes) - len(problems)
    if len(mistakes) == MOST_SOUGHT:
        problems.append(Problem(where, Text(f"另有至少{rest}处错误未列出", f"at least {rest} more mistakes are not listed")))
    elif rest:
        problems.append(Problem(where, Text(f"另有{rest}处错误未列出", f"{rest} more mistakes are not listed")))
    return PackError(problems)


def one_of(words: Iterable[str]) -> Text:
    """What was expected: one of some words."""
    known = list(words)
    return Text(f"应为：{'、'.join(known)}", f"expected one of: {', '.join(known)}")


def meant(word: str, known: Iterable[str]) -> Text | None:
    """The nearest known word as a cure, or None where none is near."""
    near = nearest(word, list(known))
    return Text(f"是否指 {near}？", f"did you mean {near}?") if near else None


def unknown(code: str, path: Path, kind: Text, word: str, known: Iterable[str]) -> Mistake:
    """A word that names nothing: with the nearest that does, or else all that do."""
    choices = list(known)
    what = Text("没有这个{kind}：{word}", "there is no {kind} {word}").fill(kind=kind, word=same(word))
    cure = meant(word, choices)
    return Mistake(code, path, what, one_of(choices) if choices and cure is None else None, cure)
