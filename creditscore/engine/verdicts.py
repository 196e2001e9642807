"""Verdicts, status and grades of a level: expressions over a frame that holds survey answers and measures.

Outcomes are the integers of `codes` in columns named `~<criterion>`. The result columns hold numbers of words, which
`result_words` lists: words are put in when a level is stored, because numbers sort and travel faster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import narwhals as nw

from creditscore.core.terms import plural
from creditscore.engine.codes import FAIL, PASS, PENDING, WORDS, Frame, all_of, choose, constant, from_answer, most, n_of
from creditscore.engine.conditions import measured, truth
from creditscore.engine.exact import Interval, compare, compare_scaled, compare_with
from creditscore.engine.limits import LIMIT, limit_column
from creditscore.engine.measures import columns_of
from creditscore.engine.scorecards import HUNDREDTHS, card_columns, with_points
from creditscore.packs.model.bounds import OtherMeasure
from creditscore.packs.model.pack import Criterion, Pack, Part

PRECONDITION = "precondition"
STATUSES = ("rated", "pending", "not_rated", "not_organised")


def code_column(name: str) -> str:
    """The working column of an outcome."""
    return f"~{name}"


def criterion_code(pack: Pack, level: str, criterion: Criterion, as_of: date) -> nw.Expr:
    """The outcome of one criterion: its survey answers and its measure together."""
    parts = survey_codes(criterion.columns)
    parts += [_as_code(truth(condition, pack, plural(level), as_of)) for condition in criterion.conditions]
    if criterion.measure is not None:
        measure, interval = pack.measures[criterion.measure], measured(pack, criterion.measure)
        if criterion.bounds:
            parts.append(compare(interval, criterion, measure, as_of))
        for operator, bound in criterion.relative_bounds.items():
            assert bound.other is not None
            prefix = "" if bound.other.at == level else f"{bound.other.at}."
            parts.append(compare_with(interval, operator, measured(pack, bound.other.measure, prefix), bound.other.times.exact))
    return all_of(parts)


def _as_code(truth: nw.Expr) -> nw.Expr:
    """The outcome of a condition on the unit: unknown is pending."""
    return (truth.cast(nw.Int8) * PASS).fill_null(PENDING)


def survey_codes(columns: Mapping[str, bool], prefix: str = "") -> list[nw.Expr]:
    """The outcomes of survey answers, each of which must be as wanted."""
    return [from_answer(prefix + column, wanted) for column, wanted in columns.items()]


def with_codes(units: Frame, pack: Pack, level: str, as_of: date) -> Frame:
    """Units plus the outcome of every criterion, and of every grade's parts together."""
    criteria = pack.criteria.get(level, {})
    verdicts = {code_column(name): criterion_code(pack, level, criterion, as_of) for name, criterion in criteria.items()}
    coded = units.with_columns(**verdicts) if verdicts else units  # a level may be graded by points alone
    coded = with_points(coded, pack, level, as_of)
    for groups in _by_depth(pack, level):
        coded = coded.with_columns(**{column: _part_code(column, part, as_of) for column, part in groups.items()})
    return coded


def _by_depth(pack: Pack, level: str) -> list[dict[str, Part]]:
    """The grades of a level and the groups inside them by working column, the innermost first.

    Each has a column of its own: an expression that names another one many times is planned as often.
    """
    found: list[dict[str, Part]] = [{code_column(f"grade.{name}"): grade for name, grade in pack.grades[level].items()}]
    while inner := {column: part for outer in found[-1].items() for _, column, part in _inside(*outer) if isinstance(part, Part)}:
        found.append(inner)
    return found[::-1]


def _inside(column: str, part: Part) -> Iterator[tuple[str, str, str | Part]]:
    """Every entry of a part's lists: the list's key, the column that holds its outcome, and the entry."""
    for key, entries in part.lists.items():
        for place, entry in enumerate(entries):
            yield key, code_column(entry) if isinstance(entry, str) else f"{column}.{key}.{place}", entry


def _part_code(column: str, part: Part, as_of: date) -> nw.Expr:
    """The outcome of a part of a grade: criteria and groups, all, any or so many of them; a cut of points. Several must all hold."""
    listed: dict[str, list[nw.Expr]] = {"all_of": [], "any_of": [], "n_of": []}
    for key, name, _ in _inside(column, part):
        listed[key].append(nw.col(name))
    codes = listed["all_of"]
    if listed["any_of"]:
        codes.append(n_of(1, listed["any_of"]))
    if part.n_of is not None:
        codes.append(n_of(part.n_of.at_least, listed["n_of"]))
    if part.score is not None:
        low, high = (nw.col(column) for column in card_columns(part.score.card))
        codes.append(compare_scaled(Interval(low, high, None), part.score, HUNDREDTHS, as_of))
    return all_of(codes)


def result_words(pack: Pack, level: str) -> dict[str, Sequence[str]]:
    """The result columns that hold a word's number until they are stored, and the words by number."""
    grades = list(pack.grades[level])
    verdicts = [PRECONDITION] * (level in pack.preconditions) + list(pack.criteria.get(level, {}))
    return {"status": STATUSES, "grade": grades, "possible_grade": grades} | dict.fromkeys(verdicts, WORDS)


def result_columns(pack: Pack, level: str) -> dict[str, nw.Expr]:
    """Status, grade, possible grade, priority, precondition and verdicts, from the outcome columns; words by number."""
    ready = nw.col(code_column(PRECONDITION)) if level in pack.preconditions else None
    columns = _rating_columns(list(pack.grades[level]), ready)
    if level in pack.priority:
        columns["priority"] = all_of(survey_codes(pack.priority[level].columns)) == PASS
    if ready is not None:
        columns[PRECONDITION] = ready
    return columns | {name: nw.col(code_column(name)) for name in pack.criteria.get(level, {})}


def extra_columns(pack: Pack, level: str, as_of: date) -> dict[str, nw.Expr]:
    """What stands at the end of a level table where the pack has it: measures of units above, points, the credit limit."""
    names = [column for other in pack.others_of(level) for column in other_columns(pack, other)]
    names += [column for card in pack.cards_of(level) for column in card_columns(card)]
    columns = {name: nw.col(name) for name in names}
    if level in pack.limits:
        ready = nw.col(code_column(PRECONDITION)) if level in pack.preconditions else None
        columns[LIMIT] = limit_column(pack, level, _rating_columns(list(pack.grades[level]), ready)["grade"], as_of)
    return columns


def other_columns(pack: Pack, other: OtherMeasure) -> list[str]:
    """The columns of a measure of a unit above: `county.bad_loan_share.num` and so on."""
    return [f"{other.at}.{column}" for column in columns_of(pack, other.measure)]


def _rating_columns(grades: list[str], ready: nw.Expr | None) -> dict[str, nw.Expr]:
    """A unit is rated with the first grade whose parts all pass; until then it may still reach the first that none fails."""
    outcomes = [nw.col(code_column(f"grade.{grade}")) for grade in grades]
    no_grade = nw.lit(None, dtype=nw.Int8)
    confirmed = choose([(code >= PASS, constant(place)) for place, code in enumerate(outcomes)], no_grade)
    possible = choose([(code >= PENDING, constant(place)) for place, code in enumerate(outcomes)], no_grade)
    best = most(*outcomes)
    status = choose([(best >= PASS, _status("rated")), (best >= PENDING, _status("pending"))], _status("not_rated"))
    if ready is not None:
        confirmed = choose([(ready >= PASS, confirmed)], no_grade)
        possible = choose([(ready != FAIL, possible)], no_grade)
        waits = (ready == PENDING) & (best >= PENDING)
        status = choose([(ready == FAIL, _status("not_organised")), (waits, _status("pending"))], status)
    return {"status": status, "grade": confirmed, "possible_grade": possible}


def _status(word: str) -> nw.Expr:
    return constant(STATUSES.index(word))
