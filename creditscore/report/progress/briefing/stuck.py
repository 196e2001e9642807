"""Where ratings are stuck: the criteria that fail most, those that fail alone, those that fail together; and the nearest villages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import polars as pl

from creditscore.core.terms import level_name
from creditscore.core.text import Text, same
from creditscore.report.measured import percent
from creditscore.report.progress.model import Progress

_MOST = 3
_NEAREST = 5
_FAILS = Text("{criterion}“{phrase}”{fail}/{units}{unit}（{share}）", '{criterion} "{phrase}" {fail} of {units} ({share})')
_ALONE = Text("，其中仅此一项不达标的{n}{unit}", ", {n} of them on nothing else")
_LEVEL = Text("{level}级不达标最多的标准：{list}。", "On the {level} level the criteria failed most are {list}.")
_TOGETHER = Text("两项同时不达标最多的：{list}。", "Pairs failed together most often: {list}.")
_SET = Text("{set}（{n}）", "{set} ({n})")
_WAITING = Text("因资料不全而待定最多的标准：{list}。", "Pending most often for want of evidence: {list}.")
_NOTHING = Text("{level}级没有不达标的标准。", "On the {level} level no criterion is failed.")
_ORGANISED = Text("（按全部农户计，含未组织评定的农户）", " (of all households, those not organised included)")
_NEAR = Text("距信用村最近的行政村：{list}。", "The villages nearest to their rating: {list}.")
_VILLAGE = Text("{name}（{township}）{distance}", "{name} ({township}): {distance}")
_ALL_RATED = Text("没有等待评定的行政村。", "No village is waiting for its rating.")


def stuck(progress: Progress) -> list[Text]:
    """One paragraph a level, households first: criteria failed most, alone and together, and evidence that is missing."""
    newest = progress.criteria.filter(pl.col("as_of") == progress.as_of)
    levels = [level for level in progress.pack.unit_levels if level in newest["level"].to_list()]
    return [_level(progress, level, newest.filter(pl.col("level") == level)) for level in levels]


def _level(progress: Progress, level: str, criteria: pl.DataFrame) -> Text:
    failed = criteria.filter(pl.col("fail") > 0).sort("fail", descending=True, maintain_order=True).head(_MOST)
    if failed.is_empty():
        return _NOTHING.fill(level=level_name(level))
    listed = [_criterion(progress, level, row) for row in failed.iter_rows(named=True)]
    told = [_LEVEL.fill(level=level_name(level), list=_list(listed))]
    if level in progress.pack.preconditions:
        told[0] = _before_stop(told[0], _ORGANISED)
    return _run_on([*told, *_together(progress, level), *_waiting(criteria)])


def _before_stop(sentence: Text, words: Text) -> Text:
    return Text(sentence.zh[:-1] + words.zh + "。", sentence.en[:-1] + words.en + ".")


def _criterion(progress: Progress, level: str, row: dict[str, Any]) -> Text:
    share, unit = percent(row["fail"], row["units"]), "户" if level == "household" else "个"
    numbers = {"fail": f"{row['fail']:,}", "units": f"{row['units']:,}", "unit": unit, "share": share}
    told = _FAILS.fill(criterion=same(row["criterion"]), phrase=short_words(progress, level, row["criterion"]), **numbers)
    alone = _ALONE.fill(n=f"{row['only_failure']:,}", unit=unit)
    return Text(told.zh + alone.zh, told.en + alone.en)


def short_words(progress: Progress, level: str, criterion: str) -> Text:
    """What a criterion is about, for a sentence: its measure where that is all of it, else the first phrase of its clause."""
    rule = progress.pack.criteria[level][criterion]
    if rule.measure is not None and not rule.columns:
        title = progress.pack.measures[rule.measure].title
        return Text(title.zh, title.en)
    return Text(_first_phrase(rule.text.zh, "……"), _first_phrase(rule.text.en, "…"))


def _first_phrase(text: str, mark: str) -> str:
    """Up to the first comma or semicolon; what is cut off is marked."""
    stop = re.search(r"[，,；;]", text)
    return text[: stop.start()] + mark if stop else text


def _together(progress: Progress, level: str) -> Iterator[Text]:
    """The pairs of criteria that the most units fail together, whatever else they fail."""
    pairs: Counter[tuple[str, str]] = Counter()
    for failed, units in progress.failures.filter(pl.col("level") == level).select("failed", "units").iter_rows():
        for pair in combinations(failed, 2):
            pairs[pair] += units
    found = [_SET.fill(set=Text("＋".join(pair), " + ".join(pair)), n=f"{units:,}") for pair, units in pairs.most_common(_MOST)]
    if found:
        yield _TOGETHER.fill(list=_list(found))


def _waiting(criteria: pl.DataFrame) -> Iterator[Text]:
    open_ones = criteria.filter(pl.col("pending") > 0).sort("pending", descending=True, maintain_order=True).head(_MOST)
    found = [_SET.fill(set=same(row[0]), n=f"{row[1]:,}") for row in open_ones.select("criterion", "pending").iter_rows()]
    if found:
        yield _WAITING.fill(list=_list(found))


def nearest_villages(progress: Progress) -> Text:
    """The villages nearest to their rating, each with everything that it still lacks."""
    rows = progress.nearest.filter(pl.col("rank") <= _NEAREST)
    villages: dict[int, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        villages.setdefault(row["rank"], []).append(row)
    if not villages:
        return _ALL_RATED
    return _NEAR.fill(list=_list([_village(lines) for lines in villages.values()]))


def _village(lines: list[dict[str, Any]]) -> Text:
    first = lines[0]
    distance = Text("，".join(line["distance_zh"] for line in lines), ", ".join(line["distance_en"] for line in lines))
    place = same(first["township_name"] or first["township_id"] or "—")
    return _VILLAGE.fill(name=same(first["name"] or first["id"]), township=place, distance=distance)


def _list(parts: list[Text]) -> Text:
    return Text("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _run_on(sentences: list[Text]) -> Text:
    return Text("".join(part.zh for part in sentences), " ".join(part.en for part in sentences))
