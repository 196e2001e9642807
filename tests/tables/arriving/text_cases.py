"""Examples in text files: encodings, separators, headers, lines that are no rows."""

from __future__ import annotations

from typing import Any

from tests.tables.arriving.cases import HOUSEHOLDS, LOANS, Case, household, loan, text_case
from tests.tables.arriving.writers import csv_bytes

VILLAGE_ROWS = [["V1", "一村", "T1", 5], ["V2", "二村", "T1", 5]]
VILLAGE = ["行政村编号", "行政村名称", "乡镇编号", "在册户数"]
TITLE = ["全县贷款台账", *[None] * 10]
UNIT = [*[None] * 10, "单位：万元"]
TEN_THOUSAND = {"principal": [1000 * 10**6, 1000 * 10**6], "repaid_principal": [400 * 10**6] * 2}
FULL_WIDTH = [header.translate({ord("号"): "号"}) for header in ["贷 款 编 号", "借款人　类型", *LOANS[2:]]]
TWO_TIERS = [
    ["编号", "借款人", None, "行政村编号", "贷款", None, None, "金额（元）", None, None, "曾经逾期"],
    [None, "类型", "农户编号", None, "品种", "发放日期", "到期日", "本金", "已还本金", "欠息", None],
]


def over(**headings: int) -> list[str]:
    """A row above the header: headings by the position of their first column."""
    places = {position: heading for heading, position in headings.items()}
    return [places.get(position, "") for position in range(len(LOANS))]


def tier(heading: str) -> list[str | None]:
    """The upper row of a two-tier header with a heading over the three amounts."""
    return [*LOANS[:7], heading, None, None, LOANS[10]]


def apart(row: list[Any]) -> list[Any]:
    """A row with another column between its amounts."""
    return [*row[:9], row[10], row[9]]


BELOW_TIER = [*[None] * 7, "本金", "已还本金", "欠息", None]
LOAN_ROWS = [loan(1), loan(2)]


def totals(label: str, principal: object, repaid: object) -> list[object]:
    return [label, *[None] * 6, principal, repaid, None, None]


BROKEN = ["贷款\n编号", "借款人\n类型", *LOANS[2:7], "贷款\r\n本金", "已还\n本金", "欠\n息", "曾经\n逾期"]
ENCODINGS = [text_case(f"编码_{name}", "villages", [VILLAGE, *VILLAGE_ROWS], name) for name in ("utf-8", "utf-8-sig", "gb18030", "gbk")]
SEPARATORS = [
    text_case(f"分隔_{name}", "loans", [LOANS, *LOAN_ROWS], "gb18030", separator)
    for name, separator in {"comma": ",", "tab": "\t", "semicolon": ";"}.items()
]
HEADERS = [
    text_case("表头_全角空格", "loans", [FULL_WIDTH, *LOAN_ROWS]),
    text_case("表头_英文", "villages", [["Village ID", "VILLAGE_NAME", "township id", "ｒｅｇｉｓｔｅｒｅｄ households"], *VILLAGE_ROWS]),
    text_case("表头_标题行", "loans", [TITLE, [], ["填报单位：信用联社"], LOANS, *LOAN_ROWS]),
    text_case("表头_两层", "loans", [TITLE, *TWO_TIERS, *LOAN_ROWS], codes=("headers_joined",), values={"principal": [100000, 100000]}),
    *(
        text_case(f"表头_单元格内换行_{name}", "loans", [["贷款\n台账"], BROKEN, loan(1), BROKEN, loan(2)], encoding, separator, left_out=1)
        for name, encoding, separator in (("逗号", "utf-8", ","), ("分号", "gb18030", ";"))
    ),
    text_case(
        "表头_两层换行",
        "loans",
        [tier("金额\n（万元）"), [*[None] * 7, "本\n金", "已还\r\n本金", "欠\n息", None], *LOAN_ROWS],
        values=TEN_THOUSAND,
    ),
    text_case("表头_换行的错字", "loans", [[*LOANS[:7], "贷款\n本金额", *LOANS[8:]], *LOAN_ROWS], refused="“贷款本金额”没有认出"),
    text_case("表头_英文换行", "villages", [["Village\nID", "村\n名", "township\r\nid"], ["V1", "一村", "T1"], ["V2", "二村", "T1"]]),
    text_case(
        "编号和金额内换行",
        "loans",
        [LOANS, loan(1, 贷款编号="L\n1"), loan(2, 贷款本金="10\n00")],
        used=1,
        rejected=1,
        codes=("amount_unreadable",),
    ),
    text_case("表头_缺列", "loans", [LOANS[1:], loan(1)[1:]], refused="贷款编号（loan_id）"),
    text_case("表头_错字", "loans", [["贷款编码号", *LOANS[1:]], loan(1)], refused="“贷款编码号”"),
    text_case("表头_两列同义", "loans", [[*LOANS, "本金"], [*loan(1), 3]], refused="两列都是 principal"),
    text_case("表头_重复出现", "loans", [LOANS, loan(1), LOANS, loan(2)], left_out=1, codes=("lines_header",)),
]
UNITS = [
    text_case("单位_表上注明", "loans", [TITLE, UNIT, LOANS, *LOAN_ROWS], values=TEN_THOUSAND, codes=("amount_unit_of_column",)),
    text_case("单位_表上注明两种量", "loans", [["单位：户、万元"], LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
    text_case(
        "单位_表头注明",
        "loans",
        [[*LOANS[:7], "贷款本金（万元）", "已还本金(千元)", "欠息(元)", LOANS[10]], loan(1), loan(2)],
        values={"principal": [1000 * 10**6] * 2, "repaid_principal": [400 * 10**5] * 2, "overdue_interest": [0, 0]},
        codes=("amount_unit_of_column",),
    ),
    text_case(
        "单位_表头优先于注明",
        "loans",
        [UNIT, [*LOANS[:7], "贷款本金(元)", "已还本金（元）", *LOANS[9:]], *LOAN_ROWS],
        values={"principal": [100000] * 2},
    ),
    text_case(
        "单位_各组各有",
        "loans",
        [over(基本情况=0, **{"金额（万元）": 7, "利息（元）": 9}), LOANS, loan(1, 欠息=5), loan(2)],
        values=TEN_THOUSAND | {"overdue_interest": [500, 0]},
    ),
    text_case("单位_只在别的组上", "loans", [over(**{"存款（万元）": 3, "贷款": 6}), LOANS, *LOAN_ROWS], refused="看不出“贷款本金”"),
    text_case("单位_标题旁", "loans", [over(贷款台账=0, **{"（万元）": 9}), LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
    text_case("单位_标题里", "loans", [over(**{"贷款台账（万元）": 0, "填报：甲社": 9}), LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
    *(
        text_case(f"单位_两层表头里_{number}", "loans", [tier(heading), BELOW_TIER, *LOAN_ROWS], values=TEN_THOUSAND)
        for number, heading in enumerate(["单位：万元", "金额 单位：万元", "金额（单位：万元）", "金额万元", "金额：万元"])
    ),
    text_case("单位_两层表头里的限额", "loans", [tier("小额贷款≤5万元"), BELOW_TIER, *LOAN_ROWS], values={"principal": [100000] * 2}),
    text_case("单位_两层表头里看不清", "loans", [tier("金额十万元"), BELOW_TIER, *LOAN_ROWS], refused="“金额十万元”中的金额单位看不清"),
    text_case(
        "单位_最后一组管到哪里_要核对",
        "loans",
        [over(基本情况=0, **{"金额（万元）": 7}), LOANS, *LOAN_ROWS],
        values=TEN_THOUSAND,
        codes=("unit_heading_reach",),
    ),
    text_case(
        "单位_最后一组管到哪里_隔开了",
        "loans",
        [over(基本情况=0, **{"金额（万元）": 7}), apart(LOANS), apart(loan(1)), apart(loan(2))],
        refused="看不出“欠息”一列是什么单位",
    ),
    text_case(
        "单位_最后一组管到哪里_隔开而写明",
        "loans",
        [over(基本情况=0, **{"金额（万元）": 7}), apart([*LOANS[:9], "欠息（元）", LOANS[10]]), apart(loan(1)), apart(loan(2))],
        values=TEN_THOUSAND,
        codes=("unit_heading_reach",),
    ),
    text_case("单位_最后一组与注明相同", "loans", [UNIT, over(基本情况=0, **{"金额（万元）": 7}), LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
    *(
        text_case(
            f"单位_列名末尾_{number}",
            "loans",
            [[*LOANS[:7], header, *LOANS[8:]], *LOAN_ROWS],
            values={"principal": [1000 * 10**6] * 2, "repaid_principal": [40000] * 2},
            codes=("unit_not_stated",),
        )
        for number, header in enumerate(
            ["贷款本金万元", "贷款本金 单位：万元", "贷款本金：万元", "贷款本金/万元", "贷款本金-万元", "贷款本金\n（万元）"]
        )
    ),
    text_case("单位_不认识", "loans", [["单位：美元"], LOANS, *LOAN_ROWS], refused="美元"),
    text_case("单位_两种", "loans", [["单位：万元", "单位：元"], LOANS, *LOAN_ROWS], refused="几种不同的金额单位"),
    text_case(
        "单位_与单元格不同", "loans", [UNIT, LOANS, loan(1, 贷款本金="3元"), loan(2)], used=1, rejected=1, codes=("amount_unit_differs",)
    ),
    text_case("单位_填报单位不是金额单位", "loans", [["单位：宁河县信用联社"], LOANS, *LOAN_ROWS], values={"principal": [100000] * 2}),
]
BELOW = [
    text_case("单位_只在表下注明", "loans", [LOANS, *LOAN_ROWS, [], ["单位：万元"]], refused="第 5 行（表格下方）写明金额单位是万元"),
    text_case("单位_表下脚注中间", "loans", [LOANS, *LOAN_ROWS, ["制表人：李四", "单位：千元"]], refused="请把“单位：…”移到表头上方"),
    text_case("单位_表下备注里", "loans", [LOANS, *LOAN_ROWS, ["备注：金额单位为万元。"]], refused="表格下方"),
    text_case("单位_表下与表上相同", "loans", [UNIT, LOANS, *LOAN_ROWS, ["单位：万元"]], left_out=1, values=TEN_THOUSAND),
    text_case("单位_表下与表上不同", "loans", [UNIT, LOANS, *LOAN_ROWS, ["单位：元"]], refused="写明金额单位是元"),
    text_case("单位_表下写元", "loans", [LOANS, *LOAN_ROWS, ["单位：元"]], left_out=1, values={"principal": [100000] * 2}),
    text_case("单位_表下无金额列", "villages", [VILLAGE, *VILLAGE_ROWS, ["单位：万元"]], left_out=1),
    text_case("单位_标题括号里", "loans", [["全县贷款台账（万元）"], LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
    text_case("单位_以万元为单位", "loans", [["（以万元为单位）"], LOANS, *LOAN_ROWS], values=TEN_THOUSAND),
]
LINES = [
    text_case("合计_相符", "loans", [LOANS, *LOAN_ROWS, totals("合 计", "2,000.00", 800)], left_out=1, codes=("lines_total",)),
    text_case(
        "合计_不符", "loans", [LOANS, *LOAN_ROWS, totals("总计：", 2000.01, 800)], left_out=1, codes=("lines_total", "total_differs")
    ),
    text_case("合计_按万元", "loans", [UNIT, LOANS, *LOAN_ROWS, totals("合计", 2000, 800)], left_out=1, codes=("lines_total",)),
    text_case("合计_在最上", "loans", [LOANS, totals("合计", 2000, 800), *LOAN_ROWS], left_out=1, codes=("lines_total",)),
    text_case(
        "小计_逐段",
        "loans",
        [LOANS, loan(1), totals("一村小计", 1000, 400), loan(2), totals("二村小计", 1000, 400), totals("合计", 2000, 800)],
        left_out=3,
        codes=("lines_total",),
    ),
    text_case(
        "合计_含被剔除的行",
        "loans",
        [LOANS, loan(1), loan(2, 到期日="去年"), totals("合计", 2000, 800)],
        used=1,
        rejected=1,
        left_out=1,
        codes=("total_differs", "date_unreadable"),
    ),
    text_case("合计_标在序号列", "loans", [["序号", *LOANS], [1, *loan(1)], [2, *loan(2)], ["合计", *totals("", 2000, 800)]], left_out=1),
    text_case(
        "脚注",
        "loans",
        [LOANS, *LOAN_ROWS, ["制表人：李四", None, "审核：王五"], ["备注：数据截至月末"], ["注:以上不含利息"]],
        left_out=3,
        codes=("lines_footer",),
    ),
    text_case(
        "脚注_没有冒号和空着的签名",
        "loans",
        [
            LOANS,
            *LOAN_ROWS,
            ["审核人 王五"],
            ["主任：", None, "会计："],
            [None, "单位（盖章）："],
            ["第1页，共2页"],
            ["以上共2笔"],
            ["共 2 户"],
            [None, None, "2003年7月1日"],
            ["　　年　月　日"],
            ["打印时间 2003-7-1"],
        ],
        left_out=9,
        codes=("lines_footer",),
    ),
    text_case("不是脚注_断掉的行", "loans", [LOANS, *LOAN_ROWS, ["L3"], ["甲村1号"]], rejected=2, codes=("blank_required",)),
    text_case("不是脚注_只有日期", "loans", [LOANS, *LOAN_ROWS, [None] * 6 + ["2003年7月1日"]], rejected=1, codes=("blank_required",)),
    text_case("空行_全是空字节", "loans", [LOANS, *LOAN_ROWS, ["\0" * 100]], left_out=1, codes=("lines_blank",)),
    text_case(
        "拼接_中间有标记", "loans", [LOANS, loan(1), ["\ufeff" + LOANS[0], *LOANS[1:]], loan(2)], left_out=1, codes=("lines_header",)
    ),
    text_case("拼接_中间有标记没有表头", "loans", [LOANS, loan(1), loan(2, 贷款编号="\ufeffL2")], values={"loan_id": ["L1", "L2"]}),
    Case(
        "行尾_先换行后回车",
        "loans",
        ".csv",
        lambda path: path.write_bytes(b"\n".join(csv_bytes([LOANS, *LOAN_ROWS], line_end="\r").split(b"\r", 1))),
    ),
    Case("网页另存为文本", "loans", ".csv", lambda path: path.write_text("\n<!DOCTYPE html>\n<table>"), refused="网页格式"),
    text_case("分隔_竖线", "loans", [LOANS, *LOAN_ROWS], separator="|"),
    text_case("很长的单元格_不用的列", "loans", [[*LOANS, "备注"], [*loan(1), "长" * 200_000], [*loan(2), None]]),
    text_case("很长的单元格_表头", "loans", [[*LOANS, "备注" * 100_000], [*loan(1), 1], [*loan(2), 2]]),
    text_case("空行", "loans", [LOANS, loan(1), [], [None] * 11, ["", " ", "—"], loan(2)], left_out=3, codes=("lines_blank",)),
    text_case("空行_只有序号", "loans", [["序号", *LOANS], [1, *loan(1)], [2, *loan(2)], [3]], left_out=1, codes=("lines_blank",)),
    text_case("不是合计_有编号", "households", [HOUSEHOLDS, household(1, 户主姓名="合计"), household(2)]),
    text_case("无编号的行不略去", "loans", [LOANS, loan(1), loan(2, 贷款编号=None)], used=1, rejected=1, codes=("blank_required",)),
    text_case("单元格多于表头", "loans", [LOANS, loan(1), [*loan(2), "x"]], used=1, rejected=1, codes=("too_many_cells",)),
]
COMBINED = [
    text_case(
        "综合_GBK两层表头万元合计脚注",
        "loans",
        [
            TITLE,
            UNIT,
            ["编号", *TWO_TIERS[0][1:7], "金额", *TWO_TIERS[0][8:]],
            TWO_TIERS[1],
            *LOAN_ROWS,
            totals("合计", 2000, 800),
            ["制表人：李四"],
        ],
        "gb18030",
        "\t",
        left_out=2,
        values=TEN_THOUSAND,
        codes=("headers_joined", "amount_unit_of_column", "lines_total", "lines_footer"),
    ),
]
FULL_DIGITS = {"到期日": "２００３年１月１日", "贷款本金": "１，０００", "已还本金": "４００．００", "欠息": "—"}
CLERKS = [
    text_case(
        "综合_GBK分号全角数字",
        "loans",
        [TITLE, [], *TWO_TIERS, loan(1, **FULL_DIGITS), loan(2, **FULL_DIGITS), totals("合　计", "２，０００", 800), ["审核：王五"]],
        "gbk",
        ";",
        left_out=2,
        values={"principal": [100000] * 2, "overdue_interest": [None] * 2},
        codes=("headers_joined", "lines_total", "lines_footer"),
    ),
    text_case("表头_在第十九行", "loans", [*[["说明文字"]] * 18, LOANS, *LOAN_ROWS]),
    text_case("表头_在第二十一行", "loans", [*[["说明文字"]] * 20, LOANS, *LOAN_ROWS], refused="贷款编号（loan_id）"),
    text_case("空白列名下有内容", "loans", [[*LOANS, None], [*loan(1), "已核"], [*loan(2), None]], codes=("cells_without_header",)),
    text_case("空白列名下无内容", "loans", [[*LOANS, None, " "], [*loan(1), None, None], [*loan(2), " ", None]]),
    text_case(
        "撇号开头的编号",
        "loans",
        [LOANS, loan(1, 农户编号="'H1", 到期日="'2003-01-01"), loan(2, 农户编号='="H2"')],
        values={"household_id": ["H1", "H2"]},
    ),
    text_case("中间的字节顺序标记", "loans", [LOANS, loan(1), loan(2, 贷款编号="\ufeffL2")], values={"loan_id": ["L1", "L2"]}),
    text_case("空字节", "loans", [LOANS, loan(1), loan(2, 贷款本金="1000\x00")], values={"principal": [100000] * 2}),
    text_case("列名前有顺序标记", "loans", [["\ufeff贷款编号", *LOANS[1:]], *LOAN_ROWS], "utf-8-sig"),
    text_case(
        "单元格内换行", "households", [HOUSEHOLDS, household(1, 户主姓名="张\n三"), household(2)], values={"head_name": ["张\n三", "张三"]}
    ),
    text_case("UTF16_制表符", "loans", [LOANS, *LOAN_ROWS], "utf-16", "\t"),
    text_case("UTF16_无标记_高位在前", "loans", [LOANS, *LOAN_ROWS], "utf-16-be", "\t"),
    text_case("UTF16_无标记", "loans", [LOANS, *LOAN_ROWS], "utf-16-le", "\t"),
    Case("旧苹果行尾", "loans", ".csv", lambda path: path.write_bytes(csv_bytes([LOANS, *LOAN_ROWS], "gbk", line_end="\r"))),
    Case("TXT_制表符", "loans", ".txt", lambda path: path.write_bytes(csv_bytes([LOANS, *LOAN_ROWS], "utf-16", "\t"))),
    text_case("多余的空列", "loans", [[*LOANS, None, None], [*loan(1), None, None], [*loan(2), None, None, None, None]]),
    text_case("十八位编号", "loans", [LOANS, loan(1, 贷款编号="120221200301000123"), loan(2, 贷款编号="120221200301000124")]),
]
TEXT_CASES: list[Case] = [*ENCODINGS, *SEPARATORS, *HEADERS, *UNITS, *BELOW, *LINES, *COMBINED, *CLERKS]
