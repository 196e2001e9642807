"""Measures: exactly one kind each, built from what is there, and used."""

from __future__ import annotations

from collections.abc import Callable
from string import Formatter

from creditscore.core.terms import plural
from creditscore.core.text import Text, same
from creditscore.packs.checks.conditions import Ground, check_conditions
from creditscore.packs.checks.figures import check_earlier, check_increment, check_nature, check_own_column, check_ratio_of
from creditscore.packs.checks.levels import NAME, NAME_WANTED
from creditscore.packs.checks.scope import TABLE, Found, check_column, check_level, columns_of, misplaced
from creditscore.packs.evidence import amount_may_be_negative, members_may_be_unknown, numerator_may_be_unknown
from creditscore.packs.mistakes import Mistake, Path, unknown
from creditscore.packs.model.pack import MEASURE_KINDS, Measure, Pack, Ratio, ShareOf
from creditscore.packs.sources import amount_parts, asks_results, conditions_of, measures_in, source_level, source_table

_PARTS: dict[str, tuple[str, ...]] = {
    "age_of": (),
    "count": ("where",),
    "sum": ("where",),
    "ratio": ("where", "numerator_where", "when_empty"),
    "share_of": ("which_have", "when_empty"),
    "column": (),
    "ratio_of": ("when_empty",),
    "earlier": ("when_empty",),
    "increment": ("when_empty",),
}
"""What each kind of measure may have besides its title, level and shortfall."""


def check_measures(pack: Pack) -> Found:
    """Every measure by itself."""
    for name, measure in pack.measures.items():
        path: Path = ("measures", name)
        yield from _name(pack, path, name, measure)
        yield from _levels(pack, path, measure)
        yield from _shortfall(path, measure)
        if len(measure.kinds) != 1:
            known = "、".join(MEASURE_KINDS), ", ".join(MEASURE_KINDS)
            what = Text("指标只能是一种", "a measure is of exactly one kind")
            yield Mistake("one-kind", path, what, Text(f"应为其一：{known[0]}", f"expected one of: {known[1]}"))
            continue
        yield from _parts(path, measure)
        yield from _CHECKS[measure.kind](pack, path, measure)


def _name(pack: Pack, path: Path, name: str, measure: Measure) -> Found:
    if not NAME.fullmatch(name):
        yield Mistake("bad-name", path, Text("指标名称写法不对", "not a name of a measure"), NAME_WANTED)
    for level in measure.level:
        if name in columns_of(pack, plural(level)):
            what = Text(f"{name} 已是表 {plural(level)} 的列名", f"{name} is already a column of table {plural(level)}")
            yield Mistake("name-taken", path, what, cure=Text("请给指标另取名称", "give the measure another name"))


def _levels(pack: Pack, path: Path, measure: Measure) -> Found:
    if not measure.level or len(set(measure.level)) != len(measure.level):
        yield Mistake("wrong-value", (*path, "level"), Text("级别为空或重复", "the levels are empty or repeated"))
    compared = {other.at for unit in pack.unit_levels for other in pack.others_of(unit) if pack.measures.get(other.measure) is measure}
    for level in measure.level:
        yield from check_level(pack, (*path, "level"), level, rated=level not in compared)


def _shortfall(path: Path, measure: Measure) -> Found:
    if measure.shortfall is None:
        return
    wordings = {"zh": measure.shortfall.zh, "en": measure.shortfall.en}
    for lang, wording in wordings.items():
        if _places(wording) != ["n"]:
            what = Text("文字中没有恰好一个 {n}", "the wording has not exactly one {n}")
            expected = Text("应在放数字处写 {n}", "expected {n} where the number goes")
            yield Mistake("shortfall-place", (*path, "shortfall", lang), what, expected)
    if measure.shortfall.en_one is not None and _places(measure.shortfall.en_one) not in ([], ["n"]):
        yield Mistake("shortfall-place", (*path, "shortfall", "en_one"), Text("只能用 {n}", "only {n} may stand there"))


def _places(wording: str) -> list[str | None]:
    try:
        return [name for _, name, _, _ in Formatter().parse(wording) if name is not None]
    except ValueError:
        return [None]


def _parts(path: Path, measure: Measure) -> Found:
    """The parts that a kind has, and only those; a share must say what an empty denominator means."""
    allowed = _PARTS[measure.kind] if measure.has_den else tuple(part for part in _PARTS[measure.kind] if part != "when_empty")
    for part in ("where", "numerator_where", "which_have", "when_empty"):
        if getattr(measure, part) and part not in allowed:
            en = f"a measure of kind {measure.kind} has no such part"
            yield misplaced("misplaced-key", (*path, part), part, f"{measure.kind} 指标没有这一项", en)
    for part in ("when_empty", "which_have"):
        if part in allowed and not getattr(measure, part) and measure.has_den:
            yield Mistake("missing-key", (*path, part), Text("缺少 {x}", "{x} is missing").fill(x=same(part)), _WANTED[part])


_WANTED = {
    "when_empty": Text(
        '分母为零时怎么办，必须写明："pending" 或 "not_applicable"',
        'say what an empty denominator means: "pending" or "not_applicable"',
    ),
    "which_have": Text("必须写明哪些单位计入分子", "say which units count in the numerator"),
}


def _age(pack: Pack, path: Path, measure: Measure) -> Found:
    for level in (level for level in measure.level if level in pack.all_levels):
        yield from check_column(pack, (*path, "age_of"), plural(level), str(measure.age_of), ["date"])


def _rows_or_units(pack: Pack, path: Path, measure: Measure) -> Found:
    """Counts, sums and ratios: a table whose rows belong to units of the measure's levels, or units further down."""
    table, key = source_table(measure), measure.kind
    below, rows = _levels_below(pack, measure), _row_tables(pack, measure)
    units = {plural(level): level for level in below if pack.type_of(plural(level), f"{level}_id") or plural(level) in pack.tables}
    rated = {plural(level): level for level in below if level in pack.grades}
    if table in pack.row_tables and table not in rows and table != "loans":
        level = pack.tables[table].level
        en = f"the rows of {table} belong to units of {level}, not to any below"
        what = Text(f"表 {table} 的行属于级别 {level}，更低的级别不能计", en)
        yield Mistake("wrong-level", (*path, key), what)
        return
    if table not in (*rows, *units, *rated):
        yield unknown("unknown-table", (*path, key), TABLE, table, (*rows, *(units | rated)))
        return
    ground = Ground(pack, table, (units | rated).get(table))
    yield from check_conditions(ground, (*path, "where"), measure.where)
    yield from check_conditions(ground, (*path, "numerator_where"), measure.numerator_where)
    if table not in rated and table not in rows and asks_results(pack, measure):
        yield from check_level(pack, (*path, key), units[table], rated=True)
    yield from _amounts(pack, path, measure, table)


def _row_tables(pack: Pack, measure: Measure) -> list[str]:
    """The tables whose rows belong to units at or below every level of a measure."""
    order = pack.all_levels
    places = [order.index(level) for level in measure.level if level in order]
    lowest = {name: order[0] if pack.kind_of(name) == "loans" else pack.tables[name].level for name in pack.row_tables}
    return [name for name, level in lowest.items() if level in order and places and order.index(level) <= min(places)]


def _amounts(pack: Pack, path: Path, measure: Measure, table: str) -> Found:
    """What is added up: amounts or whole numbers of that one table, which a blank must not leave in doubt."""
    if measure.ratio is None:
        named = [("sum", measure.sum)] if measure.sum is not None else []
        yield from (mistake for key, reference in named for mistake in _amount(pack, (*path, key), measure, table, reference))
        return
    ratio = measure.ratio
    for key in ("sum", "over", "capped_by"):
        reference = getattr(ratio, key)
        if reference is not None:
            yield from _amount(pack, (*path, "ratio", key), measure, table, reference)
    yield from check_nature((*path, "ratio"), measure)
    if not _at_most_whole(pack, ratio) and members_may_be_unknown(pack, measure):
        en = "a blank must not leave open what is counted where the numerator may exceed the denominator"
        what = Text("分子可能大于分母时，谁计入分母不能因空白而不明", en)
        cure = Text("请用 capped_by 限定分子", "cap the numerator with capped_by")
        yield Mistake("may-be-blank", (*path, "where"), what, Text("应只用每行都有的列", "expected only columns that every row has"), cure)


def _at_most_whole(pack: Pack, ratio: Ratio) -> bool:
    """Whether no row's numerator can be larger than its denominator."""
    table = ratio.over.partition(".")[0]
    never_more = (f"{table}.repaid_principal", f"{table}.outstanding") if pack.kind_of(table) == "loans" else ()
    return ratio.over in (ratio.sum, ratio.capped_by) or (ratio.sum in never_more and ratio.over == f"{table}.principal")


def _amount(pack: Pack, path: Path, measure: Measure, table: str, reference: str) -> Found:
    """One amount to be added up, written table.column: a column of the table, or a measure of the units that it lists."""
    own, _, part = reference.partition(".")
    if own != table or not part:
        known = [f"{table}.{name}" for name, kind in columns_of(pack, table).items() if kind in ("money", "integer")]
        yield unknown("unknown-column", path, Text("列", "column"), reference, known)
        return
    unit = pack.level_of(table)
    inner = pack.measures.get(part) if unit is not None and pack.type_of(table, part) is None else None
    if inner is None:
        yield from check_column(pack, path, table, part, ["money", "integer"])
    elif unit not in inner.level or inner.has_den or inner.kind == "age_of":
        what = Text("{x} 不能相加", "{x} cannot be added up").fill(x=same(part))
        yield Mistake(
            "unknown-measure", path, what, Text("应为该级别没有分母的指标", "expected a measure of that level without a denominator")
        )
        return
    signed = amount_may_be_negative(pack, measure, table, part)
    if signed and (members_may_be_unknown(pack, measure) or numerator_may_be_unknown(pack, measure)):
        en = "an amount that may be negative is not added up where a blank leaves open what is counted"
        what = Text("可能为负的金额，不能在谁计入因空白而不明时相加", en)
        yield Mistake("may-be-negative", path, what, Text("条件应只用每行都有的列", "expected conditions on columns that every row has"))


def _share(pack: Pack, path: Path, measure: Measure) -> Found:
    share = measure.share_of
    assert isinstance(share, ShareOf)
    place = (*path, "share_of")
    below = _levels_below(pack, measure)
    if share.unit not in below:
        yield unknown("unknown-level", (*place, "unit"), Text("更低的级别", "lower level"), share.unit, below)
        return
    yield from check_level(pack, (*place, "unit"), share.unit, rated=True)
    table = plural(share.unit)
    yield from check_conditions(Ground(pack, table, share.unit), (*place, "where"), share.where)
    yield from check_conditions(Ground(pack, table, share.unit), (*path, "which_have"), measure.which_have)
    if share.registered is not None:
        yield from check_column(pack, (*place, "registered"), plural(pack.levels[share.unit]), share.registered, ["integer"])
        if share.where:
            what = Text("registered 与 where 不能同时用", "registered and where cannot be used together")
            yield Mistake("misplaced-key", (*place, "where"), what)


def _levels_below(pack: Pack, measure: Measure) -> list[str]:
    """The levels below every level of a measure."""
    order = pack.all_levels
    places = [order.index(level) for level in measure.level if level in order]
    return order[: min(places)] if places else []


_CHECKS: dict[str, Callable[[Pack, Path, Measure], Found]] = {
    "age_of": _age,
    "count": _rows_or_units,
    "sum": _rows_or_units,
    "ratio": _rows_or_units,
    "share_of": _share,
    "column": check_own_column,
    "ratio_of": check_ratio_of,
    "earlier": check_earlier,
    "increment": check_increment,
}


def check_unused_measures(pack: Pack) -> Found:
    """Measures that no criterion of their level and no other measure asks for."""
    used = {(name, level) for level in pack.unit_levels for name in pack.measures_of(level)}
    used |= {(other.measure, other.at) for level in pack.unit_levels for other in pack.others_of(level)}
    for measure in pack.measures.values():
        used |= {(name, level) for level in measure.level for name in _beside(measure)}
        source = source_level(pack, measure)
        if source is not None:
            used |= {(name, source) for name in [*measures_in(conditions_of(measure)), *(part for _, part in amount_parts(measure))]}
    for name, measure in pack.measures.items():
        for level in measure.level:
            if (name, level) not in used:
                what = Text("级别 {level} 没有用到这个指标", "nothing uses this measure at level {level}").fill(level=same(level))
                yield Mistake("unused-measure", ("measures", name, "level"), what)


def _beside(measure: Measure) -> list[str]:
    """The measures of the same unit that a measure is made from."""
    ratio, then, increment = measure.ratio_of, measure.earlier, measure.increment
    named = [ratio.measure or "", ratio.over] if ratio is not None else [then.measure] if then is not None else []
    return [*named, *([increment.of, increment.over] if increment is not None else [])]
