"""What a grade asks for, in words: its criteria and the groups that they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from creditscore.core.text import Text, same
from creditscore.packs.model.pack import Part
from creditscore.packs.words.measure_words import bound_words, joined


def grade_words(part: Part, as_of: date = date.max) -> Text:
    """All that a grade, or a part of one, asks for on a day: `V1, V2, any one of (V3; V4)`."""
    return joined(_asked(part, as_of), "、", ", ")


def _asked(part: Part, as_of: date) -> Iterator[Text]:
    yield from (_inner(one, as_of) for one in part.all_of)
    if part.any_of:
        yield _group(Text("任一项", "any one of"), part.any_of, as_of)
    if part.n_of is not None:
        count = part.n_of.at_least
        yield _group(Text(f"至少{count}项", f"at least {count} of"), part.n_of.of, as_of)
    if part.score is not None:
        line = Text("评分表 {card} 得分{bound}", "points of {card} {bound}")
        yield line.fill(card=part.score.card, bound=bound_words(part.score, as_of))


def _inner(part: str | Part, as_of: date) -> Text:
    return same(part) if isinstance(part, str) else grade_words(part, as_of)


def _group(words: Text, parts: list[str | Part], as_of: date) -> Text:
    listed = joined((_inner(part, as_of) for part in parts), "；", "; ")
    return Text("{words}（{listed}）", "{words} ({listed})").fill(words=words, listed=listed)
