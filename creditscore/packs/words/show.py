"""A pack described for readers: one record a criterion, with clause, words, reading and what is required on a day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from msgspec import Struct
from msgspec.structs import asdict

from creditscore.core.terms import BASES, OPERATORS, plural
from creditscore.core.text import Text
from creditscore.packs.model.pack import Clause, Criterion, Pack, Words
from creditscore.packs.words.measure_words import condition_words, joined, measure_words, required_words, survey_words


class CriterionRecord(Struct, frozen=True):
    """One criterion for reading; `measure` and `measured_as` are its measure's title and how it is counted, where it has one."""

    id: str
    level: str
    clause: str
    basis: Text
    text: Text
    reading: Text | None
    requirement: Text
    measure: Text | None
    measured_as: Text | None
    when_empty: str | None
    bounds: tuple[str, ...]
    examples: int

    def as_dict(self) -> dict[str, object]:
        """The record for JSON, both languages of every wording."""
        return {key: value._asdict() if isinstance(value, Text) else value for key, value in asdict(self).items()}


def describe(pack: Pack, as_of: date) -> list[CriterionRecord]:
    """Every criterion of a pack as it stands on a day, lowest level first."""
    examples = Counter((example.level, name) for example in pack.examples for name in example.expect)
    return [
        _record(pack, level, name, criterion, as_of, examples[level, name])
        for level in pack.unit_levels
        for name, criterion in pack.criteria.get(level, {}).items()
    ]


def as_text(words: Words) -> Text:
    """A wording of a rule file as a `Text`."""
    return Text(words.zh, words.en)


def reading_of(clause: Clause) -> Text | None:
    """How a clause is read, where the file says so."""
    return as_text(clause.reading) if clause.reading is not None else None


def _record(pack: Pack, level: str, name: str, criterion: Criterion, as_of: date, examples: int) -> CriterionRecord:
    measure = pack.measures[criterion.measure] if criterion.measure is not None else None
    return CriterionRecord(
        id=name,
        level=level,
        clause=criterion.clause,
        basis=BASES[criterion.basis],
        text=as_text(criterion.text),
        reading=reading_of(criterion),
        requirement=requirement(pack, level, criterion, as_of),
        measure=as_text(measure.title) if measure is not None else None,
        measured_as=measure_words(pack, str(criterion.measure), as_of) if measure is not None else None,
        when_empty=measure.when_empty if measure is not None else None,
        bounds=_history(criterion),
        examples=examples,
    )


def requirement(pack: Pack, level: str, criterion: Criterion, as_of: date) -> Text:
    """What a criterion requires on a day, in words: its survey columns, then its bounds."""
    parts = survey_words(plural(level), criterion.columns, pack)
    parts += [condition_words(pack, condition, plural(level), as_of) for condition in criterion.conditions]
    if criterion.measure is not None:
        title = as_text(pack.measures[criterion.measure].title)
        bounds = required_words(pack, criterion, as_of)
        parts.append(Text("{title}{bounds}", "{title} {bounds}").fill(title=title, bounds=bounds) if parts else bounds)
    return joined(parts, "；", "; ")


def _history(criterion: Criterion) -> tuple[str, ...]:
    """Every bound with the days from which it holds, for packs that change them: 'at_least 2011-05-01 80%'."""
    return tuple(
        " ".join([word, str(since), value.written] if since else [word, value.written])
        for word, bound in criterion.bounds.items()
        for since, value in bound.history
    )


def history_words(criterion: Criterion) -> Text | None:
    """Every dated bound in words: 'at least 85% from 2011-05-01; at least 90% from 2014-01-01'; None where no bound ever changes."""
    if all(len(bound.history) < 2 for bound in criterion.bounds.values()):
        return None
    line, always = Text("自{since}起{word}{value}", "{word} {value} from {since}"), Text("{word}{value}", "{word} {value}")
    parts = [
        (line if since is not None else always).fill(since=str(since), word=OPERATORS[word], value=value.written)
        for word, bound in criterion.bounds.items()
        for since, value in bound.history
    ]
    return joined(parts, "；", "; ")
