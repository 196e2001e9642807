"""Two editions compared by what they mean: in go two packs, out come the changes, one a thing and in words.

Comments, formatting, the order of keys, and different ways of writing the same number are no changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from pydantic import BaseModel

from creditscore.core.terms import CHOICES, OPERATORS, VERDICTS, grade_name, level_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.identity import canonical, plain
from creditscore.packs.mistakes import Path
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import COMPARISONS, Comparison, Condition, Criterion, Measure, Pack, Words
from creditscore.packs.source.toml_write import inline
from creditscore.packs.sources import source_table
from creditscore.packs.words.key_words import key_title
from creditscore.packs.words.measure_words import column_title, condition_words, joined

_NOT_COMPARED = {"examples"}
_NONE = Text("（无）", "(none)")
_BOUND = Text("标准值", "bound")


class Change(Struct, frozen=True):
    """One difference: its key path, what it is called, and the wording before and after (None: not there)."""

    path: Path
    title: Text
    before: Text | None
    after: Text | None

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"

    @property
    def said(self) -> Text:
        """The change on one line."""
        told = {
            "added": Text("增加{title}：{after}", "{title} added: {after}"),
            "removed": Text("删去{title}：{before}", "{title} removed: {before}"),
            "changed": Text("{title}：{before} → {after}", "{title}: {before} → {after}"),
        }[self.kind]
        return told.fill(title=self.title, before=self.before or _NONE, after=self.after or _NONE)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        sides = {"before": self.before, "after": self.after}
        words = {key: None if text is None else text._asdict() for key, text in sides.items()}
        return {"path": list(self.path), "kind": self.kind, "title": self.title._asdict(), **words}


class _Pair(Struct, frozen=True):
    """The two packs that are compared."""

    before: Pack
    after: Pack

    def equal(self, left: Any, right: Any) -> bool:
        """Whether two parts mean the same."""
        return canonical(plain(left, self.before)) == canonical(plain(right, self.after))


def changes(before: Pack, after: Pack) -> list[Change]:
    """Everything that differs between two editions, in the order of the file; examples are counted, not compared."""
    return [*_models(_Pair(before, after), (), before, after), *_examples(before, after)]


def _examples(before: Pack, after: Pack) -> Iterator[Change]:
    old, new = ({canonical(plain(example, pack)) for example in pack.examples} for pack in (before, after))
    told = Text("{n} 个", "{n}")
    if gone := len(old - new):
        yield Change(("examples",), key_title("examples"), told.fill(n=gone), None)
    if come := len(new - old):
        yield Change(("examples",), key_title("examples"), None, told.fill(n=come))


def _models(pair: _Pair, path: Path, before: BaseModel, after: BaseModel) -> Iterator[Change]:
    """The differences of two parts of one kind, key by key; bounds are told of together."""
    if isinstance(before, Comparison) and isinstance(after, Comparison):
        yield from _bounds(pair, path, before, after)
    for name, field in type(before).model_fields.items():
        if name not in (*COMPARISONS, *_NOT_COMPARED):
            yield from _values(pair, (*path, field.alias or name), getattr(before, name), getattr(after, name))


def _bounds(pair: _Pair, path: Path, before: Comparison, after: Comparison) -> Iterator[Change]:
    given = [{word: bound for word in COMPARISONS if (bound := getattr(each, word)) is not None} for each in (before, after)]
    if not pair.equal(*given):
        old, new = (_bounds_said(bounds) for bounds in given)
        yield Change(path, _BOUND, old, new)


def _bounds_said(bounds: dict[str, Bound]) -> Text | None:
    if not bounds:
        return None
    parts = [Text("{word}{values}", "{word} {values}").fill(word=OPERATORS[word], values=_history(bound)) for word, bound in bounds.items()]
    return joined(parts, "且", " and ")


def _history(bound: Bound) -> Text:
    """Every value of a bound with its first day: '80%, from 2014-01-01 85%'."""
    if bound.other is not None:
        whole = Text("{at} 的 {measure}", "{measure} of the {at}").fill(measure=bound.other.measure, at=bound.other.at)
        times = bound.other.times
        return whole if times.exact == 1 else Text("{whole} 的 {x}", "{x} of the {whole}").fill(whole=whole, x=times.written)
    dated = Text("{day}起{value}", "from {day} {value}")
    said = [same(value.written) if since is None else dated.fill(day=since, value=value.written) for since, value in bound.history]
    return joined(said, "，", ", ")


def _values(pair: _Pair, path: Path, before: Any, after: Any) -> Iterator[Change]:
    """The differences of what stands behind one key."""
    if pair.equal(before, after) and path[0] != "grades":
        return
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _tables(pair, path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(pair, path, before, after)
    elif isinstance(before, BaseModel) and type(before) is type(after) and not isinstance(before, Words):
        yield from _models(pair, path, before, after)
    elif isinstance(before, Words) and isinstance(after, Words) and not pair.equal(before, after):
        yield Change(path, _title(path), *_wordings(before, after))
    elif not pair.equal(before, after):
        yield Change(path, _title(path), _said(pair.before, path, before), _said(pair.after, path, after))


def _wordings(before: Words, after: Words) -> tuple[Text, Text]:
    """Both wordings in both languages; where one language has not changed, the other is shown instead."""
    zh = (before.zh, after.zh) if before.zh != after.zh else (before.en, after.en)
    en = (before.en, after.en) if before.en != after.en else (before.zh, after.zh)
    return Text(f"“{zh[0]}”", f'"{en[0]}"'), Text(f"“{zh[1]}”", f'"{en[1]}"')


def _tables(pair: _Pair, path: Path, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield Change((*path, name), _title((*path, name)), _said(pair.before, (*path, name), before[name]), None)
        elif name not in before:
            yield Change((*path, name), _title((*path, name)), None, _said(pair.after, (*path, name), after[name]))
        else:
            yield from _values(pair, (*path, name), before[name], after[name])
    both = [[name for name in each if name in before and name in after] for each in (before, after)]
    if path[0] == "grades" and len(path) == 2 and both[0] != both[1]:
        old, new = (joined(map(grade_name, names), " > ", " > ") for names in both)
        yield Change(path, Text("等级的先后", "order of grades"), old, new)


def _lists(pair: _Pair, path: Path, before: list[Any], after: list[Any]) -> Iterator[Change]:
    """What a list has no more, and what it has got, whatever the order."""
    old = {canonical(plain(each, pair.before)): each for each in before}
    new = {canonical(plain(each, pair.after)): each for each in after}
    gone, come = [each for key, each in old.items() if key not in new], [each for key, each in new.items() if key not in old]
    for place in range(max(len(gone), len(come))):
        left = _said(pair.before, path, gone[place]) if place < len(gone) else None
        right = _said(pair.after, path, come[place]) if place < len(come) else None
        yield Change(path, _title(path), left, right)
    if not gone and not come and not pair.equal(before, after):
        yield Change(path, _title(path), _said(pair.before, path, before), _said(pair.after, path, after))


def _title(path: Path) -> Text:
    """What stands at a path is called: a criterion by its id, a survey column by its name, a key by its title."""
    if path[0] == "criteria" and len(path) == 3:
        return Text("标准 {id}", "criterion {id}").fill(id=path[2])
    if path[0] == "measures" and len(path) == 2:
        return Text("指标 {id}", "measure {id}").fill(id=path[1])
    if path[0] == "grades" and len(path) == 3:
        return Text("等级{name}", "grade {name}").fill(name=grade_name(str(path[2])))
    if len(path) > 1 and path[-2] == "columns":
        return Text("“{x}”", "{x}").fill(x=column_title(_table(path), str(path[-1])))
    return key_title(str(path[-1]))


def _table(path: Path) -> str:
    return str(path[1]) if path[0] == "tables" else plural(str(path[1]))


def _said(pack: Pack, path: Path, value: Any) -> Text | None:
    """A value in words; None where there is none."""
    match value:
        case None:
            return None
        case Words():
            return Text(f"“{value.zh}”", f'"{value.en}"')
        case Criterion() | Measure():
            words = value.text if isinstance(value, Criterion) else value.title
            return Text(words.zh, words.en)
        case Bound():
            return _history(value)
        case Condition():
            return condition_words(pack, value, _counted_table(pack, path), pack.pack.effective.from_)
    return _plainly_said(path, plain(value, pack))


def _plainly_said(path: Path, value: Any) -> Text:
    """A yes or no, a word with a name in both languages, else the value as a file writes it."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, str):
        return level_name(value) if path[-1] == "level" else VERDICTS.get(value) or CHOICES.get(value) or same(value)
    return same(inline(_without_days_unsaid(value)))


def _without_days_unsaid(value: Any) -> Any:
    """A value in its canonical form for reading: where a value holds from the first day on, that day is not said."""
    if isinstance(value, dict):
        return {key: _without_days_unsaid(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _without_days_unsaid(value[1]) if len(value) == 2 and value[0] is None else [_without_days_unsaid(inner) for inner in value]
    return value


def _counted_table(pack: Pack, path: Path) -> str:
    """The table on whose rows the conditions at a path are asked."""
    measure = pack.measures.get(str(path[1])) if path[0] == "measures" else None
    return (source_table(measure) if measure is not None else "") or "loans"
