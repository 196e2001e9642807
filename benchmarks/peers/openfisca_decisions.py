"""The household decisions in openfisca-core, vectorised over all households at once.

In: FACTS OUT COUNT, see decision_files.py. OpenFisca has no missing values: an answer is 0 (contrary), 1 (blank) or 2 (met), an
unknown age -1; verdicts and status are small integers, and their words are put in afterwards, outside the time.
"""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl
from decision_files import CRITERIA, finish, read_facts
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from polars_rules import SURVEYS

DAY = "2003-06"
VERDICTS = ["fail", "pending", "pass"]
STATUSES = ["not_rated", "pending", "rated", "not_organised"]
HOUSEHOLD = build_entity(key="household", plural="households", label="household", is_person=True)


def variable(name: str, formula: Any = None) -> type[Variable]:
    """A whole number a household, given or computed."""
    parts = {"value_type": int, "entity": HOUSEHOLD, "definition_period": DateUnit.MONTH, "label": name, "default_value": 1}
    return type(name, (Variable,), parts if formula is None else parts | {"formula": formula})


def conjunction(name: str) -> Any:
    """The formula of a criterion: the worst of its parts."""
    answers = [column for part in SURVEYS[name] for column in part]

    def formula(households: Any, period: Any) -> Any:
        found = [households(column, period) for column in answers]
        if name == "H2":
            age = households("age", period)
            found.append(np.where(age < 0, 1, ((age >= 18) & (age <= 60)) * 2))
        if name == "H3":
            low, high = households("record_low", period), households("record_high", period)
            found.append(np.where(high == 0, 2, np.where(low > 0, 0, 1)))
        return np.minimum.reduce(found)

    return formula


def status(households: Any, period: Any) -> Any:
    """The formula of the status."""
    ready = households("precondition", period)
    worst = np.minimum.reduce([households(name, period) for name in CRITERIA] + [ready])
    return np.where(ready == 0, 3, worst)


def system(given: list[str]) -> TaxBenefitSystem:
    """The variables."""
    made = TaxBenefitSystem([HOUSEHOLD])
    for name in given:
        made.add_variable(variable(name))
    for name in CRITERIA:
        made.add_variable(variable(name, conjunction(name)))
    made.add_variable(variable("status", status))
    return made


def inputs(facts: pl.DataFrame) -> dict[str, Any]:
    """The facts as arrays of whole numbers."""
    met = [pl.col(name).cast(pl.Int32) * 2 for wanted, _ in SURVEYS.values() for name in wanted]
    unmet = [2 - pl.col(name).cast(pl.Int32) * 2 for _, unwanted in SURVEYS.values() for name in unwanted]
    ready = pl.col("precondition").replace_strict(VERDICTS, [0, 1, 2], return_dtype=pl.Int32)
    arrays = facts.select(*(part.fill_null(1).name.keep() for part in met)).to_dict()
    for column, expression in zip((name for _, unwanted in SURVEYS.values() for name in unwanted), unmet, strict=True):
        arrays[column] = facts.select(expression.fill_null(1).alias(column)).to_series()
    rest = facts.select(pl.col("age").fill_null(-1), "record_low", "record_high", precondition=ready).to_dict()
    return {name: values.cast(pl.Int32).to_numpy() for name, values in (arrays | rest).items()}


def main(count: int) -> None:
    """Decide and finish."""
    facts = read_facts(count)
    arrays = inputs(facts)
    rules = system(list(arrays))
    start = perf_counter()
    simulation = SimulationBuilder().build_default_simulation(rules, count=facts.height)
    for name, values in arrays.items():
        simulation.set_input(name, DAY, values)
    codes = {name: simulation.calculate(name, DAY) for name in (*CRITERIA, "status")}
    seconds = perf_counter() - start
    words = {name: pl.Series(np.array(VERDICTS)[codes[name]]) for name in CRITERIA}
    finish(facts, "vectorised", seconds, words | {"status": pl.Series(np.array(STATUSES)[codes["status"]])})


if __name__ == "__main__":
    main(int(sys.argv[3]))
