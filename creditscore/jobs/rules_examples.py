"""Test rule packs: run their examples, say what these cover, and which small changes of the rules they would not notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from creditscore.core.text import Lang, Text
from creditscore.engine.examples.mutation import Mutation, mutation
from creditscore.engine.examples.run import ExampleResult, run_examples
from creditscore.engine.examples.suggestion import Suggestion, suggestions
from creditscore.packs.changes.mutate import mutants_of, rules_of
from creditscore.packs.library import editions
from creditscore.packs.lint.coverage import Coverage, coverage, missing_line
from creditscore.packs.load import LoadedPack

Report = Callable[[Text], None]


class Tested(Struct, frozen=True):
    """What testing one edition gave; no mutation where none was asked for, or where an example is not met as it is."""

    edition: LoadedPack
    examples: tuple[ExampleResult, ...]
    coverage: tuple[Coverage, ...]
    mutation: Mutation | None = None
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def failed(self) -> list[ExampleResult]:
        """The examples that are not met."""
        return [result for result in self.examples if not result.passed]

    @property
    def sound(self) -> bool:
        """Whether every example is met and no mutant is left alive."""
        return not self.failed and (self.mutation is None or not self.mutation.survivors)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        record: dict[str, Any] = {
            "pack": self.edition.pack.pack.id,
            "edition": self.edition.pack.pack.edition,
            "examples": [_example_record(result) for result in self.examples],
            "coverage": [found.as_dict() for found in self.coverage],
        }
        if self.mutation is not None:
            record["mutation"] = _mutation_record(self.mutation, self.suggestions)
        return record

    def lines(self, lang: Lang) -> list[str]:
        """For people: examples not met, counts, coverage, survivors."""
        found = [line.say(lang) for result in self.failed for line in _mismatch_lines(self.edition.path.name, result)]
        found.append(self._counted().say(lang))
        for part in self.coverage:
            found += [part.said.say(lang), *([missing_line(part).say(lang)] if part.missing else [])]
        return found + ([] if self.mutation is None else [line.say(lang) for line in _mutation_lines(self.mutation)])

    def suggested(self) -> str:
        """The suggested examples as TOML, each once."""
        blocks = {suggestion.example.name if suggestion.example else str(place): suggestion for place, suggestion in _last_first(self)}
        return "\n".join(suggestion.toml() for suggestion in reversed(blocks.values()))

    def _counted(self) -> Text:
        met, failed = len(self.examples) - len(self.failed), len(self.failed)
        told = Text("{file}：示例 {all} 个，相符 {met} 个，不符 {failed} 个", "{file}: {all} examples: {met} met, {failed} not met")
        return told.fill(file=self.edition.path.name, all=len(self.examples), met=met, failed=failed)


def _last_first(outcome: Tested) -> list[tuple[int, Suggestion]]:
    return list(reversed(list(enumerate(outcome.suggestions))))


def _example_record(result: ExampleResult) -> dict[str, Any]:
    wrong = [asdict(mismatch) for mismatch in result.mismatches]
    return {"example": result.example.name, "as_of": result.as_of.isoformat(), "passed": result.passed, "mismatches": wrong}


def _mutation_record(found: Mutation, suggested: tuple[Suggestion, ...]) -> dict[str, Any]:
    survivors = [mutant.edit.said._asdict() for mutant in found.survivors]
    examples = [suggestion.toml() for suggestion in suggested if suggestion.example is not None]
    return {"tried": found.tried, "noticed": found.noticed, "refused": found.refused, "survivors": survivors, "suggestions": examples}


def _mismatch_lines(file: str, result: ExampleResult) -> list[Text]:
    told = Text("{file}: 示例“{name}”：{key} 应为 {expected}，实为 {got}", "{file}: example “{name}”: {key} should be {expected}, is {got}")
    return [told.fill(file=file, name=result.example.name, **asdict(mismatch)) for mismatch in result.mismatches]


def _mutation_lines(found: Mutation) -> list[Text]:
    told = Text(
        "变异 {tried} 处，被示例发现 {noticed} 处，未被发现 {alive} 处（另有 {refused} 处改动会使文件无法装入）",
        "{tried} changes tried: {noticed} noticed by an example, {alive} not (a further {refused} would be refused on loading)",
    )
    counts = told.fill(tried=found.tried, noticed=found.noticed, alive=len(found.survivors), refused=found.refused)
    unnoticed = Text("未被发现：{said}", "not noticed: {said}")
    return [counts, *(unnoticed.fill(said=mutant.edit.said) for mutant in found.survivors)]


def _silent(step: Text) -> None:
    """Where nobody watches."""


def outcomes_of(pack: str, *, mutate: bool = False, suggest: bool = False, report: Report = _silent) -> list[Tested]:
    """The outcome for every edition of a pack; mutants are tried only where all examples are met as it is."""
    return [_outcome(edition, mutate=mutate or suggest, suggest=suggest, report=report) for edition in editions(pack)]


def _outcome(edition: LoadedPack, *, mutate: bool, suggest: bool, report: Report) -> Tested:
    plain = Tested(edition, tuple(run_examples(edition.pack)), tuple(coverage(edition.pack)))
    if not mutate or plain.failed:
        return plain
    raw = rules_of(edition)
    told = Text("正在试第 {done}/{all} 处改动", "trying change {done} of {all}")
    found = mutation(edition.pack, raw, mutants_of(raw), lambda done, of: report(told.fill(done=done, all=of)))
    if suggest:
        report(Text("正在为未被发现的改动寻找示例", "looking for examples that would notice the survivors"))
    suggested = tuple(suggestions(edition.pack, raw, found.survivors)) if suggest else ()
    return Tested(edition, plain.examples, plain.coverage, found, suggested)
