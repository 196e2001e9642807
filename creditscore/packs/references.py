"""What a rule file's keys refer to: everything named is there, everything there is used, everything fits together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from creditscore.packs.checks.cards import check_cards, check_unused_cards
from creditscore.packs.checks.criteria import check_beside, check_criteria, check_grades, check_unused_criteria
from creditscore.packs.checks.examples import check_examples
from creditscore.packs.checks.levels import check_header, check_levels, check_named
from creditscore.packs.checks.limits import check_limits
from creditscore.packs.checks.measures import check_measures, check_unused_measures
from creditscore.packs.checks.tables import check_tables
from creditscore.packs.mistakes import MOST_SOUGHT, Mistake
from creditscore.packs.model.pack import Pack


def references(pack: Pack) -> Iterator[Mistake]:
    """Every mistake of a pack that its model lets through. Levels come first: nothing else makes sense without them."""
    broken_levels = list(check_levels(pack))
    if broken_levels:
        yield from broken_levels
        return
    broken = list(islice((mistake for check in _STAGES[0] for mistake in check(pack)), MOST_SOUGHT))
    yield from broken or (mistake for check in _STAGES[1] for mistake in check(pack))


_STAGES = (
    (check_header, check_tables, check_named, check_measures, check_criteria, check_beside, check_grades, check_cards, check_limits),
    (check_unused_measures, check_unused_criteria, check_unused_cards, check_examples),
)
"""What is asked first, and what only makes sense once that is in order: a misspelt name would be reported again as something unused."""
