"""What a check says: findings in, lines for people and records for programs out."""

from __future__ import annotations

from typing import Any

from creditscore.core.terms import TABLES
from creditscore.core.text import Lang, Text
from creditscore.tables.findings.finding import Finding, Findings
from creditscore.tables.findings.result import SourceFile
from creditscore.tables.reasons import REASONS

EXAMPLES_SHOWN = 3
_MEANINGS = {
    "error": Text("错误（所在行已剔除，改正后才能参加评定）", "Errors (these rows are set aside until they are mended)"),
    "warning": Text("警告（照常使用，请核对）", "Warnings (used all the same; please check)"),
    "note": Text("提示（一般无需处理）", "Notes (usually nothing to do)"),
}


def source_line(source: SourceFile, lang: Lang) -> str:
    """One file and its rows: read, usable, rejected, and the lines that are no rows."""
    told = Text(
        "{place}（{table}）：读入 {rows_in:,} 行，可用 {rows_used:,} 行，剔除 {rows_rejected:,} 行{rest}",
        "{place} ({table}): {rows_in:,} rows in, {rows_used:,} usable, {rows_rejected:,} rejected{rest}",
    )
    left_out = Text(f"，另有 {source.left_out:,} 行空行或合计等不算记录", f", {source.left_out:,} blank or total lines left out")
    coding = Text(f"（编码 {source.encoding}）", f" (encoding {source.encoding})")
    rest = "".join(part.say(lang) for part, wanted in ((left_out, source.left_out), (coding, source.encoding)) if wanted)
    place = source.file if source.sheet is None else f"{source.file}[{source.sheet}]"
    counts = {"rows_in": source.rows_in, "rows_used": source.rows_used, "rows_rejected": source.rows_rejected}
    return told.fill(place=place, table=TABLES.get(source.table, source.title), rest=rest, **counts).say(lang)


def reason_lines(findings: Findings, lang: Lang) -> list[str]:
    """By severity and reason: how many, the first examples, and what to do."""
    lines = []
    for severity, meaning in _MEANINGS.items():
        codes = [code for code in findings.counts if REASONS[code].severity == severity]
        if codes:
            lines += ["", meaning.say(lang)]
        for code in codes:
            lines += _of_reason(code, findings, lang)
    return lines


def _of_reason(code: str, findings: Findings, lang: Lang) -> list[str]:
    count = findings.counts[code]
    shown = findings.coded(code)[:EXAMPLES_SHOWN]
    heading = Text("  {code}：{count:,} 处", "  {code}: {count:,}").fill(code=code, count=count).say(lang)
    whats, cures = zip(*(_parted(finding, lang) for finding in shown), strict=True)
    lines = [heading]
    if len(set(cures)) == 1:
        lines += [f"    {_place(finding, lang)}{what}" for finding, what in zip(shown, whats, strict=True)]
    else:
        lines += [f"    {_place(finding, lang)}{finding.text.say(lang)}" for finding in shown]
    lines += _more(count - len(shown), lang) if any(finding.row is not None for finding in shown) else []
    return [*lines, f"    → {cures[0]}"] if len(set(cures)) == 1 else lines


def _parted(finding: Finding, lang: Lang) -> tuple[str, str]:
    """The sentence of a finding in two: what is wrong, and the cure."""
    cure = REASONS[finding.code].cure.say(lang)
    start = cure.split("{", maxsplit=1)[0]
    stop = "；" if lang == "zh" else "; "
    what, _, rest = finding.text.say(lang).rpartition(stop + start) if start else (finding.text.say(lang), "", "")
    return (what, start + rest) if what else (finding.text.say(lang), "")


def _more(left: int, lang: Lang) -> list[str]:
    told = Text("    …… 另有 {left:,} 处（用 --out DIR 得到全部清单）", "    … and {left:,} more (--out DIR lists them all)")
    return [told.fill(left=left).say(lang)] if left > 0 else []


def _place(finding: Finding, lang: Lang) -> str:
    sheet = f"[{finding.sheet}]" if finding.sheet else ""
    row = Text(f" 第 {finding.row} 行", f" row {finding.row}").say(lang) if finding.row is not None else ""
    return f"{finding.file}{sheet}{row}{'：' if lang == 'zh' else ': '}"


def source_dict(source: SourceFile) -> dict[str, Any]:
    """One file for programs."""
    counts = ("table", "file", "sheet", "encoding", "rows_in", "rows_used", "rows_rejected", "left_out")
    return {name: getattr(source, name) for name in counts}


def finding_dict(finding: Finding, lang: Lang) -> dict[str, Any]:
    """One finding for programs."""
    places = ("severity", "code", "table", "file", "sheet", "row", "column", "value")
    return {name: getattr(finding, name) for name in places} | {"ids": dict(finding.ids), "text": finding.text.say(lang)}
