"""Examples of cells: dates, amounts, ID numbers, yes and no, codes and names as people write them."""

from __future__ import annotations

from tests.tables.arriving.cases import Case, cells_case, day

DUE = [day("2003-06-30"), day("2003-06-30")]
NUMBER = "11010519491231002X"
GOOD = [
    cells_case("日期_点和年月日", "loans", "到期日", "2003.6.30", "2003年6月30日", values={"due_date": DUE}),
    cells_case("日期_八位和斜线", "loans", "到期日", "20030630", "2003/6/30", values={"due_date": DUE}),
    cells_case("日期_全角和时刻", "loans", "到期日", "２００３－０６－３０", "2003-06-30 00:00:00", values={"due_date": DUE}),
    cells_case("日期_序号", "loans", "到期日", "37802", "37802.5", values={"due_date": DUE}, codes=("date_from_serial",)),
    cells_case("金额_千分位和货币号", "loans", "贷款本金", "1,200.50", "￥1，200．５元", values={"principal": [120050, 120050]}),
    cells_case(
        "金额_万元后缀", "loans", "贷款本金", "3万元", "1.5万", values={"principal": [3000000, 1500000]}, codes=("amount_unit_of_cell",)
    ),
    cells_case("金额_千元和元", "loans", "贷款本金", "3千元", "3000元", values={"principal": [300000, 300000]}),
    cells_case(
        "金额_括号负数",
        "households",
        "人均纯收入",
        "(30)",
        "（1,200.5）",
        values={"income_per_head": [-3000, -120050]},
        codes=("amount_in_brackets",),
    ),
    cells_case("金额_横线为缺失", "loans", "欠息", "—", "-", values={"overdue_interest": [None, None]}),
    cells_case("证件_十五位升位", "households", "身份证号码", "110105491231002", None, codes=("id_number_upgraded",)),
    cells_case("证件_小写全角空格", "households", "身份证号码", "110105 19491231 002x", "　", values={"id_number": [NUMBER, None]}),
    cells_case("编号_全角零宽不换行空格", "loans", "农户编号", "Ｈ１", "\u200bH2\u00a0", values={"household_id": ["H1", "H2"]}),
    cells_case("姓名_不改字形", "households", "户主姓名", "Ａ三", "豈四", values={"head_name": ["Ａ三", "豈四"]}),
    cells_case("是否_符号", "households", "身体健康", "√", "×", values={"good_health": [True, False]}),
    cells_case("是否_有无", "households", "身体健康", "有", "无", values={"good_health": [True, False]}),
    cells_case("是否_字母和空白", "households", "身体健康", "Y", "", values={"good_health": [True, None]}),
    cells_case("很长和带标记的文字", "households", "户主姓名", "<b>" + "长" * 40000, "=1+1", values={}),
]
BAD = [
    cells_case("日期_月日不分", "loans", "到期日", "6/7/2003", "2003-01-01", used=1, rejected=1, codes=("date_ambiguous",)),
    cells_case("日期_两位年份", "loans", "到期日", "03-6-30", "2003-01-01", used=1, rejected=1, codes=("date_ambiguous",)),
    cells_case("日期_没有这一天", "loans", "到期日", "2003-2-30", "2003-01-01", used=1, rejected=1, codes=("date_impossible",)),
    cells_case("金额_百分数混用", "loans", "贷款本金", "45%", "1000.4", used=1, rejected=1, codes=("percent_among_amounts",)),
    cells_case("金额_三位小数", "loans", "贷款本金", "1000.005", "0.10000万", used=1, rejected=1, codes=("amount_decimals",)),
    cells_case(
        "金额_负数",
        "loans",
        "贷款本金",
        "(3000)",
        "-3000",
        used=0,
        rejected=2,
        codes=("negative", "amount_in_brackets", "repaid_above_principal"),
    ),
    cells_case("金额_约数", "loans", "贷款本金", "约3万", "3万5千", used=0, rejected=2, codes=("amount_unreadable",)),
    cells_case("证件_丢失末位", "households", "身份证号码", "1.10105E+17", "", used=1, rejected=1, codes=("id_number_lost_digits",)),
    cells_case("证件_校验码", "households", "身份证号码", NUMBER[:-1] + "1", "", used=1, rejected=1, codes=("id_number_check_digit",)),
    cells_case("编号_丢失末位", "loans", "贷款编号", "1.20221E+17", "L2", used=1, rejected=1, codes=("id_lost_digits",)),
    cells_case("公式错误", "loans", "贷款本金", "#REF!", 1000, used=1, rejected=1, codes=("sheet_error",)),
    cells_case("公式错误_编号", "loans", "贷款编号", "#N/A", "L2", used=1, rejected=1, codes=("sheet_error",)),
    cells_case("是否_不清楚", "households", "身体健康", "一般", "是", used=1, rejected=1, codes=("bool_unreadable",)),
]
CELL_CASES: list[Case] = [*GOOD, *BAD]
