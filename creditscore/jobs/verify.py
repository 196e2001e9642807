"""Verify a finished run: nothing altered since, and made again from its inputs and rules it is the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from creditscore.archive.manifest import Manifest, versions
from creditscore.archive.runs import Run, open_run
from creditscore.core.digests import sha256_of
from creditscore.core.engines import ENGINES, EngineChoice, lacking
from creditscore.core.errors import RunError, one
from creditscore.core.terms import plural
from creditscore.core.text import Text
from creditscore.jobs.earlier import recorded_place
from creditscore.jobs.rate import RateRequest, rate
from creditscore.jobs.reading import Data
from creditscore.jobs.recorded import changed_inputs, data_of, rules_of
from creditscore.packs.load import LoadedPack

Report = Callable[[Text], None]
_ALTERED = Text("{file}：已不是当时写出的内容", "{file}: is not what the run wrote")
_ADDED = Text("{file}：清单中没有此文件", "{file}: the manifest knows no such file")
_INPUT = Text("输入 {file}：已改动或不在原处（可用 --data 指定）", "input {file}: changed or no longer there (name its place by --data)")
_EARLIER = Text("早先的评定批次 {folder}：已改动或不在原处", "earlier run {folder}: changed or no longer there")
_DIFFERS = Text("{file}：重新评定得到的内容不同", "{file}: comes out different when rated again")
_RESULT = Text("结果摘要不同：评定结果不能重现", "the result hash differs: the ratings do not come out again")
_ENGINE = Text(
    "当时的引擎 {engine} 此处不能运行，改用 polars；评定结果表按结果摘要比较",
    "the run's engine {engine} cannot run here, polars did; level tables are compared by the result hash",
)
_ON_CLUSTER = Text("该批次的数据在集群上，不能在此重新评定", "the run's data lies on a cluster and is not rated again here")
_COMPARE = Text(
    "请用 rate 评定到另一位置，比较两份清单的 result_hash", "rate it to another place, and compare result_hash in the two manifests"
)
_VERSIONS = Text("软件版本与当时不同：{names}", "versions differ from those of the run: {names}")


class Verification(Struct, frozen=True):
    """What does not hold, nothing where the run verifies; and what may explain it."""

    run: Run
    faults: tuple[Text, ...]
    remarks: tuple[Text, ...]

    @property
    def holds(self) -> bool:
        """Whether the run verifies."""
        return not self.faults


def verify(folder: Path, data: Path | None, rules: str | None, report: Report) -> Verification:
    """Check a run's files against its manifest, then rate again from its inputs and rules and compare.

    A RunError where the rule file is not found. Where inputs are gone or changed, nothing is rated again.
    """
    run = open_run(folder)
    if "://" in run.manifest.data and data is None:
        raise one(RunError, run.manifest.data, _ON_CLUSTER, cure=_COMPARE)
    choice = _engine_for(run.manifest.engine)
    faults = [*_altered(run)]
    loaded = rules_of(run, rules)
    inputs = data_of(run, data)
    changed = changed_inputs(run, inputs)
    faults += [_INPUT.fill(file=file) for file in changed]
    place, gone = recorded_place(run)
    faults += [_EARLIER.fill(folder=record.folder) for record in gone]
    if not changed and not gone:
        report(Text("正在重新评定", "rating again"))
        with TemporaryDirectory() as out:
            faults += _differences(run.manifest, rate(_request(run, inputs, loaded, Path(out), choice, place)).run.manifest)
    return Verification(run, tuple(faults), tuple(_remarks(run, choice)))


def _engine_for(recorded: str) -> EngineChoice:
    """The run's own engine where it can run here, else Polars: every engine gives the same result."""
    own = next((engine for engine in ENGINES if engine == recorded and lacking(engine) is None), None)
    return EngineChoice() if own is None else EngineChoice(own)


def _request(run: Run, inputs: Data, loaded: LoadedPack, out: Path, choice: EngineChoice, earlier: Path | None) -> RateRequest:
    return RateRequest(
        data=inputs.place,
        as_of=run.as_of,
        out=out,
        rules=str(loaded.path),
        choice=choice,
        encoding=inputs.encoding,
        aliases=inputs.aliases,
        lang=run.manifest.lang,
        tables=inputs.named,
        earlier=earlier,
    )


def _altered(run: Run) -> Iterator[Text]:
    """Files that are not as the manifest says, or that it does not know."""
    expected = run.manifest.outputs
    for file, sha256 in expected.items():
        path = run.folder / file
        if not path.is_file() or sha256_of(path) != sha256:
            yield _ALTERED.fill(file=file)
    present = {path.relative_to(run.folder).as_posix() for path in run.folder.rglob("*") if path.is_file()}
    yield from (_ADDED.fill(file=file) for file in sorted(present - set(expected) - {"manifest.json"}))


def _differences(before: Manifest, again: Manifest) -> Iterator[Text]:
    if before.result_hash != again.result_hash:
        yield _RESULT
    files = sorted((before.outputs.keys() | again.outputs.keys()) - _by_hash_alone(before, again))
    yield from (_DIFFERS.fill(file=file) for file in files if before.outputs.get(file) != again.outputs.get(file))


def _by_hash_alone(before: Manifest, again: Manifest) -> set[str]:
    """The files of level tables where their bytes are no matter: Spark parts rows by chance, and every engine writes in its way."""
    if before.engine == again.engine and again.engine != "spark":
        return set()
    tables = {f"{plural(level)}.parquet" for level in before.levels}
    return {file for file in before.outputs.keys() | again.outputs.keys() if file.partition("/")[0] in tables}


def _remarks(run: Run, choice: EngineChoice) -> Iterator[Text]:
    if choice.engine != run.manifest.engine:
        yield _ENGINE.fill(engine=run.manifest.engine)
    now = versions()
    differ = [f"{name} {then} → {now.get(name, '-')}" for name, then in run.manifest.versions.items() if now.get(name) != then]
    if differ:
        yield _VERSIONS.fill(names=", ".join(differ))
