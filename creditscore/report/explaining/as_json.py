"""An explanation as plain data for programs: numbers as numbers (fen for money), both languages of every wording."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from creditscore.core.text import Text
from creditscore.packs.model.pack import Clause, Words
from creditscore.report.explaining.explain import Explanation, Place
from creditscore.report.lines import Answer, Line
from creditscore.report.measured import Measured
from creditscore.report.points import CardLine, LimitLine, Span, points


def as_data(explanation: Explanation) -> dict[str, Any]:
    """The explanation as what `json.dumps` takes."""
    precondition = explanation.precondition
    return {
        "as_of": explanation.as_of.isoformat(),
        "pack": {"id": explanation.pack.pack.id, "edition": explanation.pack.pack.edition},
        "unit": _place(explanation.unit),
        "parents": [_place(parent) for parent in explanation.parents],
        "status": explanation.status,
        "grade": explanation.grade,
        "possible_grade": explanation.possible_grade,
        "priority": explanation.priority,
        "precondition": None
        if precondition is None
        else _clause(precondition.rule)
        | {"verdict": precondition.verdict, "answers": [_answer(answer) for answer in precondition.answers]},
        "criteria": [_line(line) | {"loans": _loans(explanation.loans.get(line.criterion))} for line in explanation.lines],
        "scorecards": [_card(card) for card in explanation.cards],
        "limit": None if explanation.limit is None else _limit(explanation.limit),
    }


def _card(card: CardLine) -> dict[str, Any]:
    items = [
        {"title": item.title._asdict(), "how": item.how._asdict(), "most": item.most, "bonus": item.bonus, "points": _span(item.points)}
        for item in card.items
    ]
    cuts = [
        {
            "grade": cut.grade._asdict(),
            "required": cut.required._asdict(),
            "short_at_best": points(cut.best),
            "short_at_worst": points(cut.worst),
            "distance": cut.distance._asdict(),
        }
        for cut in card.cuts
    ]
    head = {"scorecard": card.name, "title": card.title._asdict(), "total": card.total, "bonus_cap": card.bonus_cap}
    return head | {"points": _span(card.points), "items": items, "cuts": cuts}


def _span(span: Span | None) -> dict[str, str] | None:
    """Points as exact decimals in text."""
    return None if span is None else {"low": points(span.low), "high": points(span.high)}


def _limit(limit: LimitLine) -> dict[str, Any]:
    rule = None if limit.rule is None else limit.rule._asdict()
    return {"fen": limit.fen, "clause": limit.clause, "text": limit.text._asdict(), "rule": rule, "words": limit.words._asdict()}


def _place(place: Place) -> dict[str, Any]:
    return {"level": place.level, "id": place.id, "name": place.name}


def _line(line: Line) -> dict[str, Any]:
    return {"criterion": line.criterion, **_clause(line.rule)} | {
        "required": line.required._asdict(),
        "measured": None if line.measured is None else _measured(line.measured),
        "verdict": line.verdict,
        "shortfall": line.missing,
        "distance": None if line.distance is None else line.distance._asdict(),
        "answers": [_answer(answer) for answer in line.answers],
        "others": [{"operator": other.operator, "at": other.level, **_measured(other.figure)} for other in line.others],
    }


def _clause(rule: Clause) -> dict[str, Any]:
    return {
        "clause": rule.clause,
        "basis": rule.basis,
        "text": _words(rule.text),
        "reading": None if rule.reading is None else _words(rule.reading),
    }


def _words(words: Words) -> dict[str, str]:
    return Text(words.zh, words.en)._asdict()


def _measured(figure: Measured) -> dict[str, Any]:
    ends = {"num": figure.num, "low": figure.low, "high": figure.high, "den": figure.den}
    return {"measure": figure.name, "title": figure.title._asdict(), "unit": figure.unit, **ends, "words": figure.words._asdict()}


def _answer(answer: Answer) -> dict[str, Any]:
    return {"column": answer.column, "title": answer.title._asdict(), "given": answer.given, "wanted": answer.wanted}


def _loans(loans: pl.DataFrame | None) -> list[dict[str, Any]] | None:
    return None if loans is None else [{name: _plain(value) for name, value in row.items()} for row in loans.iter_rows(named=True)]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
