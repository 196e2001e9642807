"""Measures, conditions and bounds of a pack put into words, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from creditscore.core.columns import DERIVED_LOAN_COLUMNS, column_named
from creditscore.core.terms import DERIVED_COLUMNS, OPERATORS, TABLES, choice_name, grade_name, level_name, plural
from creditscore.core.text import Text, same
from creditscore.packs.model.bounds import Value
from creditscore.packs.model.pack import DATE_WORDS, Comparison, Condition, Measure, Pack
from creditscore.packs.sources import source_table


def column_title(table: str, column: str, pack: Pack | None = None) -> Text:
    """What a column is called: a standard one, or one that the pack gives a title; any other keeps its own name."""
    canonical = column_named(table if pack is None else pack.kind_of(table), column)
    if canonical is not None:
        return canonical.title
    if column in (DERIVED_LOAN_COLUMNS if table == "loans" else {} if pack is None else pack.derived_columns(table)):
        return DERIVED_COLUMNS[column]
    details = pack.tables[table].details.get(column) if pack is not None and table in pack.tables else None
    return Text(details.title.zh, details.title.en) if details is not None and details.title is not None else same(column)


def joined(parts: Iterable[Text], zh: str, en: str) -> Text:
    """Several wordings as one, with a separator for each language."""
    listed = list(parts)
    return Text(zh.join(part.zh for part in listed), en.join(part.en for part in listed))


def survey_words(table: str, columns: Mapping[str, bool], pack: Pack | None = None) -> list[Text]:
    """Each yes/no column and what it must be."""
    yes, no = Text("是", "yes"), Text("否", "no")
    line = Text("{column}：{wanted}", "{column}: {wanted}")
    return [line.fill(column=column_title(table, name, pack), wanted=yes if wanted else no) for name, wanted in columns.items()]


def bound_words(comparison: Comparison, as_of: date) -> Text:
    """The bounds in force on a day: 'at least 18 and at most 60'."""
    line = Text("{operator}{value}", "{operator} {value}")
    held = {word: bound.at(as_of) for word, bound in comparison.bounds.items()}
    parts = [line.fill(operator=OPERATORS[word], value=_written(value)) for word, value in held.items() if value is not None]
    return joined(parts, "且", " and ")


def relative_words(pack: Pack, comparison: Comparison) -> Text:
    """The bounds that are another unit's measure: 'below the county's bad-loan share'."""
    line = Text("{operator}所在{at}的{title}", "{operator} the {at}'s {title}")
    found = [(word, bound.other) for word, bound in comparison.relative_bounds.items() if bound.other is not None]
    parts = []
    for word, other in found:
        title = pack.measures[other.measure].title
        words = Text(title.zh, title.en[:1].lower() + title.en[1:])
        said = line.fill(operator=OPERATORS[word], at=level_name(other.at), title=words)
        parts.append(said if other.times.exact == 1 else _times(said, other.times))
    return joined(parts, "且", " and ")


def _times(said: Text, times: Value) -> Text:
    return Text("{said}的{x}", "{said} times {x}").fill(said=said, x=times.written)


def required_words(pack: Pack, comparison: Comparison, as_of: date) -> Text:
    """Every bound of a comparison in force on a day, numbers first; amounts of money in yuan."""
    measure = pack.measures.get(str(getattr(comparison, "measure", None)))
    numbers = bound_words(comparison, as_of)
    if measure is not None and measure.in_money and numbers.en:
        numbers = Text(f"{numbers.zh}元", f"{numbers.en} yuan")
    parts = [part for part in (numbers, relative_words(pack, comparison)) if part.en]
    return joined(parts, "且", " and ")


def _written(value: Value) -> str:
    return value.written


def condition_words(pack: Pack, condition: Condition, table: str, as_of: date) -> Text:
    """One condition in words."""
    if condition.any_of is not None:
        return joined((condition_words(pack, part, table, as_of) for part in condition.any_of), "或", " or ")
    if condition.all_of is not None:
        return joined((condition_words(pack, part, table, as_of) for part in condition.all_of), "且", " and ")
    if condition.grade_at_least is not None:
        return Text("等级不低于“{grade}”", "grade at least {grade}").fill(grade=grade_name(condition.grade_at_least))
    if condition.measure is not None:
        title = pack.measures[condition.measure].title
        return Text("{m}{bound}", "{m} {bound}").fill(
            m=Text(title.zh, title.en[:1].lower() + title.en[1:]), bound=bound_words(condition, as_of)
        )
    return _column_words(pack, condition, table, as_of)


def _column_words(pack: Pack, condition: Condition, table: str, as_of: date) -> Text:
    title = column_title(table, str(condition.column), pack)
    if condition.is_in is not None:
        values = joined(map(choice_name, condition.is_in), "、", ", ")
        return Text("{column}为{values}之一", "{column} one of {values}").fill(column=title, values=values)
    if isinstance(condition.is_, bool):
        return title if condition.is_ else Text("非{column}", "not {column}").fill(column=title)
    if condition.is_ is not None:
        return Text("{column}为{value}", "{column} is {value}").fill(column=title, value=choice_name(str(condition.is_)))
    if condition.bounds:
        unit = Text("元", " yuan") if pack.type_of(table, str(condition.column)) == "money" else Text("", "")
        return Text("{c}{bound}{unit}", "{c} {bound}{unit}").fill(c=title, bound=bound_words(condition, as_of), unit=unit)
    return _date_words(condition, title)


_DATES = {
    "on_or_before": Text("{column}不晚于{day}", "{column} on or before {day}"),
    "on_or_after": Text("{column}不早于{day}", "{column} on or after {day}"),
    "before": Text("{column}早于{day}", "{column} before {day}"),
    "after": Text("{column}晚于{day}", "{column} after {day}"),
    "within_last": Text("{column}在截止日以前{day}以内", "{column} within the {day} up to the as-of date"),
    "within_next": Text("{column}在截止日以后{day}以内", "{column} within the {day} after the as-of date"),
    "in_year_of": Text("{column}在{day}", "{column} in {day}"),
}
_DAYS = {"as_of": Text("截止日", "the as-of date")}
_YEARS = {"as_of": Text("截止日当年", "the year of the as-of date"), "last_year": Text("截止日上一年", "the year before the as-of date")}
_UNITS = {"year": "年", "month": "个月", "day": "天"}


def _date_words(condition: Condition, title: Text) -> Text:
    word = next(word for word in DATE_WORDS if getattr(condition, word) is not None)
    value = getattr(condition, word)
    if word in ("within_last", "within_next"):
        day = period_words(value)
    else:
        day = (_YEARS if word == "in_year_of" else _DAYS).get(value, same(str(value)))
    return _DATES[word].fill(column=title, day=day)


def period_words(period: str) -> Text:
    """A period such as `2 years` in words."""
    number, unit = period.split()
    return Text(f"{number}{_UNITS[unit.removesuffix('s')]}", period)


def ago_words(ago: str) -> Text:
    """How long before the as-of date: 'a year before', or the end of the year before."""
    if ago == "last_year_end":
        return Text("上年末", "the end of the year before")
    return Text("{p}前", "{p} before").fill(p=period_words(ago))


def measure_words(pack: Pack, name: str, as_of: date) -> Text:
    """How a measure is counted, in one sentence."""
    measure = pack.measures[name]
    return _WORDS[measure.kind](pack, measure, as_of)


def _all_words(pack: Pack, conditions: list[Condition], table: str, as_of: date) -> Text:
    return joined((condition_words(pack, condition, table, as_of) for condition in conditions), "，", ", ")


def _limited(pack: Pack, conditions: list[Condition], as_of: date, table: str = "loans") -> Text:
    """', of loans with ...' after a figure over rows; nothing where all rows count."""
    if not conditions:
        return Text("", "")
    which = _all_words(pack, conditions, table, as_of)
    return Text("（限{which}的{rows}）", " ({rows} with {which})").fill(which=which, rows=table_title(pack, table))


def table_title(pack: Pack, table: str) -> Text:
    """What a table's rows are called: a standard table's, or as the pack says; any other keeps its own name."""
    own = pack.tables[table].title if table in pack.tables else None
    return TABLES.get(table, same(table)) if own is None else Text(own.zh, own.en)


def _age(pack: Pack, measure: Measure, _as_of: date) -> Text:
    column = column_title(plural(measure.level[0]), str(measure.age_of), pack)
    return Text("按{column}计算的截止日周岁", "completed years from {column} to the as-of date").fill(column=column)


def _own_column(pack: Pack, measure: Measure, _as_of: date) -> Text:
    return column_title(plural(measure.level[0]), str(measure.column), pack)


def _ratio_of(pack: Pack, measure: Measure, _as_of: date) -> Text:
    ratio, table = measure.ratio_of, plural(measure.level[0])
    assert ratio is not None
    return Text("{a} ÷ {b}", "{a} ÷ {b}").fill(a=figure_title(pack, table, ratio.upper), b=figure_title(pack, table, ratio.over))


def figure_title(pack: Pack, table: str, part: str) -> Text:
    """A column of a table, or a measure of the units that it lists."""
    column = pack.type_of(table, part) is not None or part not in pack.measures
    return column_title(table, part, pack) if column else _title(pack, part)


def _earlier(pack: Pack, measure: Measure, _as_of: date) -> Text:
    assert measure.earlier is not None
    words = Text("{ago}评定批次中的{title}", "{title} in the run of {ago}")
    return words.fill(ago=ago_words(measure.earlier.ago), title=_title(pack, measure.earlier.measure))


def _increment(pack: Pack, measure: Measure, _as_of: date) -> Text:
    assert measure.increment is not None
    words = Text("{of} − {over}（百分点）", "{of} − {over} (percentage points)")
    return words.fill(of=_title(pack, measure.increment.of), over=_title(pack, measure.increment.over))


def _title(pack: Pack, name: str) -> Text:
    title = pack.measures[name].title
    return Text(title.zh, title.en)


def _count(pack: Pack, measure: Measure, as_of: date) -> Text:
    table = str(measure.count)
    limit = _limited(pack, measure.where, as_of, table)
    words = Text("{table}笔数{limit}" if table in pack.row_tables else "{table}个数{limit}", "number of {table}{limit}")
    return words.fill(table=table_title(pack, table), limit=limit)


def _sum(pack: Pack, measure: Measure, as_of: date) -> Text:
    table = source_table(measure)
    limit = _limited(pack, measure.where, as_of, table) if measure.where else _all_of(pack, table)
    return Text("{column}合计{limit}", "total {column}{limit}").fill(column=_amount(pack, str(measure.sum)), limit=limit)


def _all_of(pack: Pack, table: str) -> Text:
    """Whose amounts they are, where no condition says so."""
    return Text("", "") if table == "loans" else Text("（{rows}）", " ({rows})").fill(rows=table_title(pack, table))


def _ratio(pack: Pack, measure: Measure, as_of: date) -> Text:
    ratio = measure.ratio
    assert ratio is not None
    cap = (
        Text("（逐笔不超过{x}）", " (loan by loan no more than {x})").fill(x=_amount(pack, ratio.capped_by))
        if ratio.capped_by
        else Text("", "")
    )
    table = source_table(measure)
    limit = _limited(pack, measure.where, as_of, table) if measure.where else _all_of(pack, table)
    over = Text("{over}{limit}", "{over}{limit}").fill(over=_amount(pack, ratio.over), limit=limit)
    part = _limited(pack, measure.numerator_where, as_of, table)
    return Text("{sum}{cap}{part} ÷ {over}", "{sum}{cap}{part} ÷ {over}").fill(sum=_amount(pack, ratio.sum), cap=cap, part=part, over=over)


def _amount(pack: Pack, reference: str) -> Text:
    table, _, part = reference.partition(".")
    return figure_title(pack, table, part)


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
        column = column_title(plural(pack.levels[share.unit]), share.registered, pack)
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
    "column": _own_column,
    "ratio_of": _ratio_of,
    "earlier": _earlier,
    "increment": _increment,
}
