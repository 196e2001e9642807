"""The words of a series' page and workbook."""

from __future__ import annotations

from creditscore.core.text import Text
from creditscore.report import wording

SERIES_WORDS: dict[str, Text] = {
    "change": Text("比上期", "change on the period before"),
    "charts": Text("图表", "Charts"),
    "periods": Text("各期数字", "Figures by period"),
    "period": Text("期间", "period"),
    "no_run": Text("本期没有评定批次（不是零）", "no run in this period (not zero)"),
    "history_note": Text(
        "信用户、信用村、信用乡镇为截止日的净数（已减去取消的）；金额单位为元。",
        "Credit households, villages and townships are net of ratings lost; amounts are in yuan.",
    ),
    "plan": Text("计划完成情况", "Against the plan"),
    "no_script": Text(
        "本浏览器未启用脚本，因此不能列出各乡镇和行政村；请看同一文件夹中的 progress.xlsx。",
        "Scripts are switched off in this browser, so the townships and villages cannot be listed; see progress.xlsx in the same folder.",
    ),
    "briefing": Text("简报", "Briefing"),
    "gained": Text("新评定", "gained"),
    "lost": Text("取消", "lost"),
    "figure": Text("项目", "figure"),
    "place": Text("单位", "place"),
    "actual": Text("实际", "actual"),
    "planned": Text("计划", "planned"),
    "difference": Text("差额", "difference"),
    "final": Text("最终计划", "final plan"),
    "met": Text("达到计划", "plan met"),
    "as_of": Text("截止日", "as-of date"),
    "together": Text("同时不达标", "failed together"),
    "units": wording.UNITS,
    "only_failure": wording.ONLY_FAILURE,
    "rank": Text("序号", "rank"),
    "nearest": Text("最接近达标的村", "nearest villages"),
    "criteria": Text("各项标准", "criteria"),
    "combinations": Text("不达标组合", "failed together"),
    "places": Text("各地", "places"),
    "remarks": Text("须知", "remarks"),
}
VERIFY_LINES = (
    Text(
        "progress.json 列出所用的评定批次、它们的结果摘要，以及本文件夹中每个文件的 SHA-256。",
        "progress.json lists the runs that were used, their result hashes, and the SHA-256 of every file in this folder.",
    ),
    Text("逐一核验所用的批次：creditscore verify 批次文件夹", "Verify each run that was used: creditscore verify RUN_FOLDER"),
    Text(
        "用同样的批次再次运行 creditscore progress，得到逐字节相同的文件（台账中人工填写的内容除外）。",
        "creditscore progress over the same runs writes the same bytes again (but for what staff have filled into the ledger).",
    ),
)
