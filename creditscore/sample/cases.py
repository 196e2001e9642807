"""Which kind of village each one is: solid, a hair's breadth from a bound, or weak.

In: village rows. Out: the same rows with a case's aims as columns. An aim is a share in thousandths
(`permille`), widened by chance below `spread`, and a `shift` by which the exact count or amount is then missed.
"""

from __future__ import annotations

from typing import Literal

import polars as pl
from msgspec import Struct
from msgspec.structs import asdict

from creditscore.sample.draws import Draws

Answers = Literal["good", "one_contrary", "one_blank", "mixed"]
Registered = Literal["listed", "fives", "more", "many_more"]
LEADING_EVERY = 3


class Aim(Struct, frozen=True):
    """A share to reach: thousandths, chance on top, and by how many units it is then missed (households, or fen)."""

    permille: int
    spread: int = 1
    shift: int = 0


class Case(Struct, frozen=True):
    """What a village looks like on the as-of date; `clean`: no blank in the figures that the bounds count."""

    name: str
    arrears_free: Aim = Aim(905, 60)
    deposits: Aim = Aim(870, 60)
    recovery: Aim = Aim(940, 35)
    bad_loans: Aim | None = Aim(50, 170)
    answers: Answers = "good"
    registered: Registered = "more"
    leadership: int = 760
    ready: bool = True
    clean: bool = True


SOLID = (
    Case("steady", clean=False),
    Case("arrears_at_80", arrears_free=Aim(800)),
    Case("deposits_at_80", deposits=Aim(800), registered="fives"),
    Case("recovery_at_90", arrears_free=Aim(800, shift=1), recovery=Aim(900)),
    Case("bad_loans_under_30", bad_loans=Aim(300, shift=-1_00)),
    Case("all_just_over", Aim(800, shift=1), Aim(800, shift=1), Aim(900, shift=100_00), None, registered="fives"),
)
NEAR = (
    Case("arrears_under_80", arrears_free=Aim(800, shift=-1), leadership=620),
    Case("recovery_under_90", arrears_free=Aim(800, shift=1), recovery=Aim(900, shift=-100_00), leadership=600),
    Case("bad_loans_at_30", bad_loans=Aim(300), leadership=640),
    Case("deposits_under_80", deposits=Aim(800, shift=-1), registered="listed", leadership=600),
    Case("answer_blank", answers="one_blank", leadership=640, clean=False),
    Case("bad_loans_over_30", bad_loans=Aim(300, shift=1_00), leadership=600),
    Case("deposits_undecided", deposits=Aim(765, 20), registered="many_more", leadership=600),
    Case("answer_contrary", answers="one_contrary", leadership=560, clean=False),
)
WEAK = (
    Case("arrears", Aim(560, 200), Aim(720, 150), Aim(760, 130), Aim(200, 300), "mixed", leadership=420, clean=False),
    Case("not_ready", Aim(700, 200), Aim(650, 200), Aim(800, 120), Aim(250, 300), "mixed", leadership=280, ready=False, clean=False),
    Case("bad_loans", Aim(760, 200), Aim(780, 120), Aim(840, 120), Aim(350, 350), "mixed", leadership=440, clean=False),
)
CASES = (*SOLID, *NEAR, *WEAK)
AIMS = ("arrears_free", "deposits", "recovery", "bad_loans")
_PLAIN = ("answers", "registered", "leadership", "ready", "clean")


def with_cases(villages: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The village rows with `leading`, `solid`, and their case's columns; `<aim>_permille` is already drawn, null where there is none."""
    leading = pl.col("t") % LEADING_EVERY == 0
    numbered = villages.with_columns(leading=leading).with_columns(case=_case_number()).with_columns(solid=pl.col("case") < len(SOLID))
    draws = Draws(seed, "v")
    aimed = [(pl.col(f"{aim}_permille") + draws.below(aim, pl.col(f"{aim}_spread"))).alias(f"{aim}_permille") for aim in AIMS]
    joined = numbered.join(_case_rows(), on="case", how="left", maintain_order="left")
    return joined.with_columns(aimed).drop(f"{aim}_spread" for aim in AIMS)


def _case_number() -> pl.Expr:
    """In a leading township every second village is solid; elsewhere one in five, two near, two weak."""
    t, place, fifth = pl.col("t"), pl.col("place"), pl.col("place") % 5
    solid = pl.when(pl.col("leading")).then(place % 2 == 0).otherwise(fifth == 2)
    near = pl.col("leading") | fifth.is_in([0, 4])
    return (
        pl.when(solid)
        .then((place // 2 + t) % len(SOLID))
        .when(near)
        .then(len(SOLID) + (place * 3 // 2 + t * 3) % len(NEAR))
        .otherwise(len(SOLID) + len(NEAR) + (place + t) % len(WEAK))
    )


def _case_rows() -> pl.DataFrame:
    return pl.DataFrame([_flat(number, case) for number, case in enumerate(CASES)], infer_schema_length=None)


def _flat(number: int, case: Case) -> dict[str, object]:
    kept: dict[str, object] = {"case": number} | {key: getattr(case, key) for key in _PLAIN}
    for aim in AIMS:
        given: Aim | None = getattr(case, aim)
        parts = asdict(given) if given else dict.fromkeys(asdict(Aim(0)))
        kept |= {f"{aim}_{part}": value for part, value in parts.items()}
    return kept
