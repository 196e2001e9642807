"""The sentences of the workbook and the page; single words come from `core.terms`."""

from __future__ import annotations

from creditscore.core.text import Text

TITLE = Text("信用户、信用村、信用乡镇评定报告", "Credit rating report: households, villages, townships")
FIGURES = Text("主要数字", "Figures")
BY_LEVEL = Text("各级评定结果", "Ratings by level")
UNITS = Text("单位数", "units")
CRITERIA = Text("各项标准的结论", "Verdicts by criterion")
ONLY_FAILURE = Text("仅此一项不达标", "fails only this")
BOUNDARY = Text("恰在标准值上的单位", "Units exactly on a bound")
BOUNDARY_NONE = Text("没有单位恰好处在严格标准值上。", "No unit stands exactly on a strict bound.")
BOUNDARY_LINE = Text("{criterion}（{bound}），{level}：{n} 个", "{criterion} ({bound}), {level} level: {n}")
ONLY_OBSTACLE = Text("其余各项均达标，结果只取决于这一读法", "all else passes: the rating depends on this reading alone")
NOT_ONLY_OBSTACLE = Text("另有不达标或待定的标准", "other criteria fail or are pending too")
AND_MORE = Text("另有 {n} 个，见 summary.json", "and {n} more, see summary.json")
QUALITY = Text("数据质量", "Data quality")
NO_FINDINGS = Text("没有发现数据问题。", "No findings.")
NO_REJECTED = Text("没有剔除记录。", "No rows were rejected.")
ROWS_IN = Text("读入", "rows in")
ROWS_USED = Text("采用", "used")
ROWS_REJECTED = Text("剔除", "rejected")
LEFT_OUT = Text("空行、合计行", "blank and total lines")
TABLE = Text("表", "table")
CODE = Text("代码", "code")
COUNT = Text("数量", "count")
LEVEL = Text("级别", "level")
WORDS_OF_SOURCE = Text("原文", "words of the source")
SHORTFALLS = Text("差距", "shortfalls")
NO_SHORTFALLS = Text("各村、各乡镇的各项标准均已达标。", "Every village and township meets every criterion.")
WITHIN = Text("所属", "in")
ITEM = Text("项目", "item")
VERIFY = Text("怎样核对", "How to verify")
VERIFY_LINES = (
    Text(
        "本文件夹的 manifest.json 记录了截止日、规则包、每个输入文件和输出文件的 SHA-256，以及结果摘要（result_hash）。",
        "manifest.json in this folder records the as-of date, the rule pack, the SHA-256 of every input and output, and the result hash.",
    ),
    Text(
        "用同样的数据和规则重新评定，各评定结果表逐字节相同，结果摘要也相同。",
        "Rated again from the same data and rules, the level tables are the same byte for byte, and so is the result hash.",
    ),
    Text(
        "某一单位的条款、依据和差距：creditscore explain 单位编号 --run 本文件夹",
        "One unit's clauses, evidence and shortfalls: creditscore explain UNIT_ID --run THIS_FOLDER",
    ),
)
TOO_MANY_ROWS = Text(
    "共 {n} 行，超过本工作簿的上限 {most} 行；完整数据见 {file}",
    "{n} rows, more than the {most} that this workbook takes; the full table is {file}",
)
TOO_MANY_PLACES = Text("{level}共 {n} 个，本页不逐一列出，见 {file}", "{level} level: {n} units, too many for this page; see {file}")
PERCENTAGES = Text("百分比截去两位小数以后的部分，不进位。", "Percentages are cut off after two decimals, never rounded up.")
GENERATED = Text(
    "本报告由规则文件和数据表自动生成，不含姓名和身份证号码。",
    "Made from the rule file and the tables alone; it holds no names of persons and no ID numbers.",
)
AT_MOST = Text("{measure}：分子最多", "{measure}: numerator at most")
NUMERATOR_OF = Text("{measure}：分子", "{measure}: numerator")
DENOMINATOR_OF = Text("{measure}：分母", "{measure}: denominator")
OF_LEVEL = Text("{measure}（{level}）", "{measure} ({level})")
IN_POINTS = Text("{measure}（百分点）", "{measure} (percentage points)")
POINTS_OF = Text("{points}分/{total}分", "{points} of {total} points")
IN_BRIEF = Text("{name}：{words}", "{name}: {words}")
POINTS_AT_LEAST = Text("{card}：最低得分", "{card}: points at least")
POINTS_AT_MOST = Text("{card}：最高得分", "{card}: points at most")
IN_YUAN = Text("（元）", " (yuan)")
CONTENTS = Text("目录", "contents")
NO_SCRIPT = Text(
    "本浏览器未启用脚本，因此不能列出各乡镇和行政村；请看同一文件夹中的 ratings.xlsx。",
    "Scripts are switched off in this browser, so the townships and villages cannot be listed; see ratings.xlsx in the same folder.",
)
BARS = Text(
    "横条：不达标（红）和待定（黄）占该级单位的比例。", "Bars: the part of the level's units that fail (red) or are pending (yellow)."
)
SKIP = Text("跳到正文", "skip to the content")
COUNTY_LINE = Text("县：{county}", "County: {county}")
AS_OF_LINE = Text("截止日：{as_of}", "As of {as_of}")
PACK_LINE = Text("规则包：{pack} {edition}", "Rule pack: {pack}, edition {edition}")
PLACES = Text("各乡镇和行政村", "Townships and villages")
REJECTED: dict[str, Text] = {
    "table": TABLE,
    "file": Text("文件", "file"),
    "sheet": Text("工作表", "sheet"),
    "row": Text("行", "row"),
    "id": Text("编号", "id"),
    "column": Text("列", "column"),
    "value": Text("内容", "value"),
    "code": CODE,
    "sentence_zh": Text("原因和处理", "reason and cure"),
    "sentence_en": Text("原因和处理", "reason and cure"),
    "also": Text("其他问题", "other problems"),
}
"""Headings of `rejected.csv`'s columns."""
