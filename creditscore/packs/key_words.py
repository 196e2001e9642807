"""What each key of a rule file is called and says, in Chinese and in English: for editors (the JSON Schema) and for comparisons."""

from __future__ import annotations

from creditscore.core.text import Text

KEY_TITLES: dict[str, Text] = {
    "format": Text("格式", "format"),
    "pack": Text("规则包", "rule pack"),
    "levels": Text("级别", "levels"),
    "tables": Text("数据表", "tables"),
    "measures": Text("指标", "measures"),
    "criteria": Text("评定标准", "criteria"),
    "preconditions": Text("前提条件", "preconditions"),
    "priority": Text("优先", "priority"),
    "grades": Text("等级", "grades"),
    "examples": Text("例子", "examples"),
    "id": Text("编号", "id"),
    "edition": Text("版本", "edition"),
    "effective": Text("施行期间", "effective"),
    "from": Text("施行首日", "from"),
    "until": Text("施行末日", "until"),
    "title": Text("名称", "title"),
    "notes": Text("说明", "notes"),
    "source": Text("出处", "source"),
    "file": Text("出处文件", "file"),
    "sha256": Text("出处文件校验值", "SHA-256"),
    "level": Text("级别", "level"),
    "at": Text("读取的级别", "read at"),
    "columns": Text("列", "columns"),
    "may_lack": Text("可以没有的列", "columns that may be lacking"),
    "clause": Text("条款", "clause"),
    "basis": Text("依据类别", "basis"),
    "text": Text("原文", "words of the clause"),
    "reading": Text("读法", "reading"),
    "measure": Text("指标", "measure"),
    "where": Text("计入条件", "who is counted"),
    "numerator_where": Text("分子条件", "who counts for"),
    "which_have": Text("达到条件", "who counts for"),
    "when_empty": Text("分母为零时", "nothing to divide by"),
    "shortfall": Text("差距的说法", "wording of the shortfall"),
    "registered": Text("在册数的列", "column with the registered number"),
    "unit": Text("计数的级别", "units counted"),
    "capped_by": Text("逐笔上限", "capped by"),
    "sum": Text("合计", "sum"),
    "over": Text("分母", "over"),
    "count": Text("计数", "count"),
    "age_of": Text("年龄所用的列", "age of"),
    "all_of": Text("须全部达标", "all of"),
    "any_of": Text("须有一项达标", "any of"),
    "n_of": Text("须若干项达标", "so many of"),
    "zh": Text("中文", "Chinese"),
    "en": Text("英文", "English"),
}
"""Short names; a key that is not here goes by its own name."""

KEY_HELP: dict[str, Text] = {
    "format": Text("固定为 1。", "Always 1."),
    "levels": Text("下级 = 上级，一条链。", "Child = parent, one chain."),
    "effective": Text("施行的首日和（如有）末日，两日都在内。", "First and, if any, last day in force; both included."),
    "reviewed_on": Text("最近一次与出处核对的日期。", "The day on which the file was last compared with its source."),
    "review_every": Text("每隔多久核对一次，如 1 year。", 'How often that is due, such as "1 year".'),
    "columns": Text(
        "数据表：列名和类型。标准：是否列和应为的值。", "Tables: column names and types. Rules: yes/no columns and what each must be."
    ),
    "may_lack": Text("数据文件可以没有的列，没有时按空白。", "Columns that a data file may lack; they are then blank."),
    "basis": Text("documented：照录出处；adopted：自定。", "documented: quoted from the source; adopted: the pack's own."),
    "text": Text("条款原文，中英文都要有。", "The clause's own words, in both languages."),
    "reading": Text("原文怎样理解，凡有取舍都要写明。", "How the words are read, wherever that is a decision."),
    "measure": Text("本级的一个指标。", "A measure of this level."),
    "at_least": Text("不低于（包括本数）。", "This or more; the number itself is included."),
    "at_most": Text("不高于（包括本数）。", "This or less; the number itself is included."),
    "above": Text("高于（不包括本数）。", "More than this; the number itself is excluded."),
    "below": Text("低于（不包括本数）。", "Less than this; the number itself is excluded."),
    "age_of": Text("由日期列算出截止日的周岁。", "Completed years from a date column to the as-of date."),
    "count": Text("本单位贷款的笔数。", "The number of the unit's loans."),
    "sum": Text("本单位贷款某一金额列的合计。", "The sum of an amount over the unit's loans."),
    "ratio": Text("一项合计除以另一项合计。", "One sum over another."),
    "share_of": Text("下级单位中符合 which_have 的占比。", "The share of the units of a lower level that meet which_have."),
    "where": Text("计入哪些贷款或单位；各条须同时成立。", "Which loans or units are counted; all conditions must hold."),
    "numerator_where": Text("分子还须符合的条件。", "Further conditions on the numerator."),
    "which_have": Text("计入分子的单位须符合的条件。", "What a unit must meet to count for."),
    "when_empty": Text(
        "分母为零时的结论；比率和占比必须写明。", "The outcome where there is nothing to divide by; ratios and shares must say."
    ),
    "shortfall": Text("差多少的说法，{n} 处填数。", "How what is missing is worded; {n} is the number."),
    "grade_at_least": Text("单位的等级不低于此。", "The unit holds this grade or a better one."),
    "all_of": Text("须全部达标的标准。", "Criteria that must all pass."),
    "given": Text("直接给出列和指标的值；没写的是空白。", "Values of columns and measures; what is left out is blank."),
    "expect": Text("应得的结论、状态、等级。", "The verdicts, status and grade that must come out."),
    "as_of": Text("截止日。", "The as-of date."),
}
"""One sentence a key, where its name does not say it all."""


def key_title(key: str) -> Text:
    """What a key is called."""
    return KEY_TITLES.get(key, Text(key, key))
