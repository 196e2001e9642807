"""Measures, conditions and bounds of a pack put into words, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from creditscore.core.columns import column_named
from creditscore.core.terms import DERIVED_COLUMNS, OPERATORS, TABLES, choice_name, grade_name, level_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.bounds import Value
from creditscore.packs.model import Comparison, Condition, Measure, Pack


def column_title(table: str, column: str) -> Text:
    """What a column is called; one that a pack declares itself keeps its own name."""
    canonical = column_named(table, column)
    if canonical is not None:
        return canonical.title
    return DERIVED_COLUMNS.get(column, same(column)) if table == "loans" else same(column)


def joined(parts: Iterable[Text], zh: str, en: str) -> Text:
    """Several wordings as one, with a separator for each language."""
    listed = list(parts)
    return Text(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def survey_words(table: str, columns: Mapping[str, bool]) -> list[Text]:
    """Each yes/no column and what it must be."""
    yes, no = Text("是", "yes"), Text("否", "no")
    line = Text("{column}：{wanted}", "{column}: {wanted}")
    return [line.fill(column=column_title(table, name), wanted=yes if wanted else no) for name, wanted in columns.items()]


def bound_words(comparison: Comparison, as_of: date) -> Text:
    """The bounds in force on a day: 'at least 18 and at most 60'."""
    line = Text("{operator}{value}", "{operator} {value}")
    held = {word: bound.at(as_of) for word, bound in comparison.bounds.items()}
    parts = [line.fill(operator=OPERATORS[word], value=_written(value)) for word, value in held.items() if value is not None]
    return joined(parts, "且", " and ")


def _written(value: Value) -> str:
    return value.written


def condition_words(pack: Pack, condition: Condition, table: str, as_of: date) -> Text:
    """One condition in words."""
    if condition.any_of is not None:
        return joined((condition_words(pack, part, table, as_of) for part in condition.any_of), "或", " or ")
    if condition.grade_at_least is not None:
        return Text("等级不低于“{grade}”", "grade at least {grade}").fill(grade=grade_name(condition.grade_at_least))
    if condition.measure is not None:
        title = pack.measures[condition.measure].title
        return Text("{m}{bound}", "{m} {bound}").fill(
            m=Text(title.zh, title.en[:1].lower() + title.en[1:]), bound=bound_words(condition, as_of)
        )
    return _column_words(condition, column_title(table, str(condition.column)))


def _column_words(condition: Condition, title: Text) -> Text:
    if condition.on_or_before is not None:
        day = Text("截止日", "the as-of date") if condition.on_or_before == "as_of" else same(str(condition.on_or_before))
        return Text("{column}不晚于{day}", "{column} on or before {day}").fill(column=title, day=day)
    if condition.is_in is not None:
        values = joined(map(choice_name, condition.is_in), "、", ", ")
        return Text("{column}为{values}之一", "{column} one of {values}").fill(column=title, values=values)
    if isinstance(condition.is_, bool):
        return title if condition.is_ else Text("非{column}", "not {column}").fill(column=title)
    return Text("{column}为{value}", "{column} is {value}").fill(column=title, value=choice_name(str(condition.is_)))


def measure_words(pack: Pack, name: str, as_of: date) -> Text:
    """How a measure is counted, in one sentence."""
    measure = pack.measures[name]
    return _WORDS[measure.kind](pack, measure, as_of)


def _all_words(pack: Pack, conditions: list[Condition], table: str, as_of: date) -> Text:
    return joined((condition_words(pack, condition, table, as_of) for condition in conditions), "，", ", ")


def _limited(pack: Pack, conditions: list[Condition], as_of: date) -> Text:
    """', of loans with ...' after a figure over loans; nothing where all loans count."""
    if not conditions:
        return Text("", "")
    return Text("（限{which}的贷款）", " (loans with {which})").fill(which=_all_words(pack, conditions, "loans", as_of))


def _age(_pack: Pack, measure: Measure, _as_of: date) -> Text:
    column = column_title(plural(measure.level[0]), str(measure.age_of))
    return Text("按{column}计算的截止日周岁", "completed years from {column} to the as-of date").fill(column=column)


def _count(pack: Pack, measure: Measure, as_of: date) -> Text:
    table = TABLES.get(str(measure.count), same(str(measure.count)))
    return Text("{table}笔数{limit}", "number of {table}{limit}").fill(table=table, limit=_limited(pack, measure.where, as_of))


def _sum(pack: Pack, measure: Measure, as_of: date) -> Text:
    column = _amount(str(measure.sum))
    return Text("{column}合计{limit}", "total {column}{limit}").fill(column=column, limit=_limited(pack, measure.where, as_of))


def _ratio(pack: Pack, measure: Measure, as_of: date) -> Text:
    ratio = measure.ratio
    assert ratio is not None
    cap = (
        Text("（逐笔不超过{x}）", " (loan by loan no more than {x})").fill(x=_amount(ratio.capped_by)) if ratio.capped_by else Text("", "")
    )
    over = Text("{over}{limit}", "{over}{limit}").fill(over=_amount(ratio.over), limit=_limited(pack, measure.where, as_of))
    part = _limited(pack, measure.numerator_where, as_of)
    return Text("{sum}{cap}{part} ÷ {over}", "{sum}{cap}{part} ÷ {over}").fill(sum=_amount(ratio.sum), cap=cap, part=part, over=over)


def _amount(reference: str) -> Text:
    table, _, column = reference.partition(".")
    return column_title(table, column)


def _share(pack: Pack, measure: Measure, as_of: date) -> Text:
    share = measure.share_of
    assert share is not None
    unit, table = level_name(share.unit), plural(share.unit)
    counted = _all_words(pack, measure.which_have, table, as_of)
    whole = Text("全部{unit}", "all {units}").fill(unit=unit, units=table)
    if share.where:
        which = _all_words(pack, share.where, table, as_of)
        whole = Text("{which}的{unit}", "{units} with {which}").fill(which=which, unit=unit, units=table)
    if share.registered is not None:
        column = column_title(plural(pack.levels[share.unit]), share.registered)
        whole = Text("{column}（不少于列出的户数时，否则为列出的户数）", "{column} (where at least those listed, else those listed)").fill(
            column=column
        )
    line = Text("{counted}的{unit} ÷ {whole}", "{units} with {counted} ÷ {whole}")
    return line.fill(counted=counted, unit=unit, units=table, whole=whole)


_WORDS: dict[str, Callable[[Pack, Measure, date], Text]] = {
    "age_of": _age,
    "count": _count,
    "sum": _sum,
    "ratio": _ratio,
    "share_of": _share,
}
