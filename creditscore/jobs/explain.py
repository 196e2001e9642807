"""Explain one unit of a finished run."""

from __future__ import annotations

from pathlib import Path

from creditscore.archive.runs import find_run
from creditscore.core.text import Text
from creditscore.jobs.reading import read_data
from creditscore.jobs.recorded import changed_inputs, data_of, rules_of
from creditscore.report.explaining.explain import Explanation, explain

_GONE = Text(
    "{files} 已改动或不在原处，因此不列出调查答案和各笔贷款（可用 --data 指定现在的位置）",
    "{files} changed or no longer there, so answers and loans are not listed (name their place by --data)",
)


def explain_unit(subject: str, place: Path, data: Path | None, rules: str | None, level: str | None) -> tuple[Explanation, Text | None]:
    """The explanation of a unit, and a remark where the run's input tables can no longer be read.

    `place` is a run or a folder of runs (the newest is taken). `data` and `rules` say where the inputs and the rule
    file are now, where they have moved since the run.
    """
    run = find_run(place)
    loaded = rules_of(run, rules)
    inputs = data_of(run, data)
    gone = changed_inputs(run, inputs)
    frames = None if gone else read_data(inputs, loaded.pack, run.as_of).frames
    return explain(run, subject, loaded.pack, frames, level), _GONE.fill(files=", ".join(gone)) if gone else None
