"""Scorecards that do not add up, and grades that do not stand in a row."""

import pytest

from creditscore.packs.lint.cards import check_cards
from creditscore.packs.lint.grades import check_grade_order

CARD = """
[scorecards.card]
level = "village"
total = {total}
items = [{{ measure = "free_share", bands = [{bands}] }}]

[grades.village]
credit = {{ all_of = ["V1", "V2"], score = {{ card = "card", at_least = 1 }} }}
"""
GRADES = '[grades.village]\ncredit = { all_of = ["V1", "V2"] }\n'
WHOLE = '{ at_least = "80%", points = 10 }, { at_least = "60%", below = "80%", points = 5 }, { below = "60%", points = 0 }'
BANDS = [
    (WHOLE, []),
    ('{ at_least = "80%", points = 10 }, { otherwise = true, points = 0 }', []),
    ('{ at_least = "80%", at_most = "100%", points = 10 }, { below = "80%", points = 0 }', []),
    ('{ at_least = "98%", points = 10 }, { at_least = "90%", points = 5 }, { otherwise = true, points = 0 }', []),
    ('{ below = "60%", points = 0 }, { below = "80%", points = 5 }, { at_least = "80%", points = 10 }', []),
    (
        '{ at_least = "90%", points = 5 }, { at_least = "80%", at_most = "95%", points = 10 }, { otherwise = true, points = 0 }',
        ["band-overlap"],
    ),
    (WHOLE.replace('below = "80%"', 'below = "79%"'), ["band-gap"]),
    (WHOLE.replace('below = "80%"', 'at_most = "80%"'), ["band-overlap"]),
    (WHOLE.replace('at_least = "60%"', 'above = "60%"'), ["band-gap"]),
    ('{ at_least = "80%", points = 10 }', ["band-end"]),
    ('{ below = "80%", points = 10 }', ["band-end"]),
    ('{ at_least = "0%", below = "90%", points = 10 }, { at_least = "90%", points = 0 }', []),
]


def card(workshop, bands, total=10):
    """The codes found about a card over the small pack."""
    pack = workshop.load(workshop.small, (GRADES, CARD.format(bands=bands, total=total))).pack
    return [mistake.code for mistake in check_cards(pack)]


@pytest.mark.parametrize(("bands", "codes"), BANDS)
def test_bands_cover_every_value_once(workshop, bands, codes):
    assert card(workshop, bands) == codes


@pytest.mark.parametrize(("total", "codes"), [(10, []), (9, ["card-total"]), (100, ["card-total"])])
def test_maxima_add_up_to_the_total(workshop, total, codes):
    assert card(workshop, WHOLE, total) == codes


@pytest.mark.parametrize(
    ("grades", "found"),
    [
        ('a = { all_of = ["V1", "V2"] }\nb = { all_of = ["V1"] }', 0),
        ('a = { all_of = ["V1"] }\nb = { all_of = ["V1", "V2"] }', 1),
        ('a = { all_of = ["V1"] }\nb = { any_of = ["V1", "V2"] }', 0),
        ('a = { any_of = ["V1", "V2"] }\nb = { all_of = ["V1"] }', 1),
        ('a = { n_of = { at_least = 2, of = ["V1", "V2"] } }\nb = { any_of = ["V1", "V2"] }', 0),
        ('a = { any_of = ["V1", "V2"] }\nb = { n_of = { at_least = 2, of = ["V1", "V2"] } }', 1),
    ],
)
def test_better_grade_implies_the_next(workshop, grades, found):
    pack = workshop.load(workshop.small, (GRADES, f"[grades.village]\n{grades}\n")).pack
    assert [mistake.code for mistake in check_grade_order(pack)] == ["grade-not-implied"] * found


STRICTER = """
[criteria.village.V3]
clause = "2"
basis = "adopted"
text = {{ zh = "不拖欠", en = "not in arrears" }}
measure = "free_share"
{bound}

[grades.village]
a = {{ all_of = ["V3", "V2"] }}
b = {{ all_of = ["V1", "V2"] }}
"""


@pytest.mark.parametrize(
    ("bound", "found"),
    [('at_least = "90%"', 0), ('at_least = "80%"', 0), ('above = "80%"', 0), ('at_least = "79%"', 1), ('at_most = "90%"', 1)],
)
def test_stricter_bound_of_the_same_measure_implies_the_other(workshop, bound, found):
    pack = workshop.load(workshop.small, (GRADES, STRICTER.format(bound=bound))).pack
    assert len(list(check_grade_order(pack))) == found


def test_stated_reading_is_taken_at_its_word(workshop):
    text = 'text = { zh = "收回率达到90%以上", en = "a recovery rate of 90% or more" }'
    reading = f'{text}\nreading = {{ zh = "只在此级要求", en = "asked for here only" }}'
    grades = '[grades.village]\na = { all_of = ["V1"] }\nb = { all_of = ["V1", "V2"] }\n'
    assert list(check_grade_order(workshop.load(workshop.small, (text, reading), (GRADES, grades)).pack)) == []
