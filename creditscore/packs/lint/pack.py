"""What `rules check` finds in a pack beyond what stops it from loading: in goes a file, out come problems with code, place and cure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, date
from hashlib import sha256
from pathlib import Path as FilePath

from creditscore.core.dates import add_months
from creditscore.core.errors import PackError, Problem
from creditscore.core.text import Text, same
from creditscore.packs.lint.cards import check_cards
from creditscore.packs.lint.example_cover import check_cover
from creditscore.packs.lint.grades import check_grade_order
from creditscore.packs.load import LoadedPack, load_pack
from creditscore.packs.mistakes import Mistake, Path, as_problem
from creditscore.packs.model.bounds import Bound
from creditscore.packs.model.pack import Clause, Header, Pack, Words
from creditscore.packs.source.key_lines import KeyLines
from creditscore.packs.walk import parts
from creditscore.packs.words.wording import check_wording

_BESIDE = Text("请放在规则文件旁边", "put it beside the rule file")
_COMPARE = Text("请核对出处后更新 sha256", "compare the source and update sha256")


def check_file(path: FilePath, as_of: date | None = None) -> list[Problem]:
    """Everything that is wrong with a rule file: what stops it from loading, or else what `lint` finds."""
    try:
        return lint(load_pack(path), as_of)
    except PackError as error:
        return error.problems


def lint(loaded: LoadedPack, as_of: date | None = None) -> list[Problem]:
    """What an auditor should see about a pack that loads; whether its review is due is asked of `as_of`, never of the clock."""
    lines = KeyLines(loaded.path.read_text("utf-8-sig"))
    found = sorted(_findings(loaded, as_of), key=lambda mistake: lines.of(mistake.path) or 0)
    return [as_problem(mistake, lines, loaded.path.name) for mistake in found]


def _findings(loaded: LoadedPack, as_of: date | None) -> Iterator[Mistake]:
    pack = loaded.pack
    yield from _review(pack.pack, as_of)
    yield from _quoted(loaded)
    for path, part in parts(pack.model_copy(update={"examples": []})):
        if isinstance(part, Words):
            yield from _languages(path, part)
        elif isinstance(part, Bound) and not part.in_order:
            what = Text("{x} 的日期没有按先后排列", "the dates of {x} are out of order").fill(x=same(str(path[-1])))
            yield Mistake("dates-out-of-order", path, what, cure=Text("请按先后排列", "put them in the order of time"))
    for level, criteria in pack.criteria.items():
        for name, criterion in criteria.items():
            yield from check_wording(("criteria", level, name), criterion)
    yield from check_cards(pack)
    yield from check_grade_order(pack)
    yield from check_cover(pack)


def clauses(pack: Pack) -> Iterator[tuple[Path, Clause]]:
    """Everything in a pack that is tied to a clause, with its key path."""
    for level, criteria in pack.criteria.items():
        yield from ((("criteria", level, name), criterion) for name, criterion in criteria.items())
    yield from ((("preconditions", level), precondition) for level, precondition in pack.preconditions.items())
    yield from ((("priority", level), priority) for level, priority in pack.priority.items())
    yield from ((("limits", level), limit) for level, limit in pack.limits.items())


def _review(header: Header, as_of: date | None) -> Iterator[Mistake]:
    number, unit = header.review_every.split()
    months = int(number) * (12 if unit.startswith("year") else 1)
    if as_of is None or header.reviewed_on.year + months // 12 >= MAXYEAR:
        return
    due = add_months(header.reviewed_on, months)
    if due < as_of:
        what = Text(f"应在{due}前复核，至{as_of}未复核", f"a review was due by {due} and had not been made on {as_of}")
        cure = Text("复核后更新 reviewed_on", "review the pack and update reviewed_on")
        yield Mistake("review-due", ("pack", "reviewed_on"), what, cure=cure)


def _quoted(loaded: LoadedPack) -> Iterator[Mistake]:
    """Documented words must stand in the source file, and that file must be the one that was quoted."""
    documented = [(path, clause) for path, clause in clauses(loaded.pack) if clause.basis == "documented"]
    source = loaded.pack.pack.source
    if not documented:
        return
    if source.file is None or source.sha256 is None:
        what = Text(
            "有 documented 条款，却没有出处文件及其 SHA-256", "clauses are documented, but there is no source file with its SHA-256"
        )
        yield Mistake("no-source", ("pack", "source"), what, cure=Text("请写 file 和 sha256", "give file and sha256"))
        return
    try:
        content = (loaded.path.parent / source.file).read_bytes()
    except OSError:
        yield Mistake(
            "source-missing", ("pack", "source", "file"), Text("出处文件打不开", "the source file cannot be opened"), cure=_BESIDE
        )
        return
    if sha256(content).hexdigest() != source.sha256:
        yield Mistake(
            "source-changed",
            ("pack", "source", "sha256"),
            Text("出处文件与 SHA-256 不符", "the source file has another SHA-256"),
            cure=_COMPARE,
        )
    words = content.decode("utf-8", errors="replace")
    for path, clause in documented:
        if clause.text.zh not in words:
            what = Text("出处文件中没有这段原文", "these words are not in the source file")
            cure = Text('请照录原文，或改为 basis = "adopted"', 'quote the source as it is, or write basis = "adopted"')
            yield Mistake("not-quoted", (*path, "text", "zh"), what, cure=cure)


def _languages(path: Path, words: Words) -> Iterator[Mistake]:
    if not any("\u4e00" <= letter <= "\u9fff" for letter in words.zh):
        what = Text("中文一栏没有中文", "the Chinese wording has no Chinese in it")
        yield Mistake("language", (*path, "zh"), what, cure=Text("请写中文", "write it in Chinese"))
    if not any(letter.isascii() and letter.isalpha() for letter in words.en):
        what = Text("英文一栏没有英文", "the English wording has no English in it")
        yield Mistake("language", (*path, "en"), what, cure=Text("请写英文", "write it in English"))
