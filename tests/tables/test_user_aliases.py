"""A user's alias file: its words are known beside the shipped ones, and its mistakes are all told."""

import pytest

from creditscore.core.errors import TableError
from creditscore.tables.aliases import shipped
from creditscore.tables.files.inputs import find_inputs
from creditscore.tables.read import read_tables
from creditscore.tables.user_aliases import aliases_from, aliases_with

GOOD = """
[tables]
loans = ["放款簿"]

[columns.loans]
principal = ["放款额", "借款额"]
loan_id = ["编 号 乙"]

[bool]
true = ["属实"]

[choices.product]
micro = ["惠农贷"]

[units]
ten_thousand_yuan = ["大元"]
"""


def written(tmp_path, text):
    path = tmp_path / "别名.toml"
    path.write_text(text, "utf-8")
    return path


def test_words_of_every_kind_are_known(tmp_path):
    known = aliases_with(written(tmp_path, GOOD))
    assert known.tables["放款簿"] == "loans"
    assert known.header("loans", "放款额(必填)") == "principal"
    assert known.header("loans", "贷款本金") == "principal"
    assert "属实" in known.true
    assert known.choices["product"]["惠农贷"] == "micro"
    assert known.units["大元"] == "ten_thousand_yuan"


def test_without_a_file_the_shipped_words_are_used():
    assert aliases_from(None) is shipped()


def test_a_word_of_the_user_goes_before_a_shipped_one(tmp_path):
    known = aliases_with(written(tmp_path, '[columns.loans]\nvillage_id = ["编号"]\n'))
    assert shipped().header("loans", "编号") == "loan_id"
    assert known.header("loans", "编号") == "village_id"


def test_a_table_is_read_with_the_users_words(county, tmp_path):
    county.rows["loans"] = [
        {("放款额" if name == "principal" else name): cell for name, cell in row.items()} for row in county.rows["loans"]
    ]
    county.change("loans", product="惠农贷", ever_overdue="属实", 放款额="0.1大元").write()
    (county.folder / "loans.csv").rename(county.folder / "放款簿.csv")
    tables = read_tables(find_inputs(county.folder, None, aliases_with(written(tmp_path, GOOD))), {}, None)
    loan = tables.frames["loans"].collect().row(0, named=True)
    assert (loan["product"], loan["ever_overdue"], loan["principal"]) == ("micro", True, 100000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[columns.loans]\nprincipel = ["放款额"]\n', "是否为 columns.loans.principal？"),
        ('[columns.credits]\nprincipal = ["放款额"]\n', "没有这个键"),
        ('principal = ["放款额"]\n', "没有这个键"),
        ('[columns.loans]\nprincipal = "放款额"\n', "应为非空文字的列表"),
        ("[columns.loans]\nprincipal = [1]\n", "应为非空文字的列表"),
        ('[columns.loans]\nprincipal = [" "]\n', "应为非空文字的列表"),
        ('[columns.loans]\nprincipal = ["甲"]\nrepaid_principal = ["甲"]\n', "“甲”已经是 principal 的名称"),
        ('[columns.loans]\nprincipal = ["已还本金"]\n', "“已还本金”已经是 repaid_principal 的名称"),
        ("[columns.loans\n", "不是 UTF-8 的 TOML 文件"),
    ],
)
def test_mistakes_are_told(tmp_path, text, said):
    with pytest.raises(TableError) as caught:
        aliases_with(written(tmp_path, text))
    assert said in caught.value.say("zh")
    assert "别名.toml" in caught.value.say("en")


def test_all_mistakes_are_told_at_once(tmp_path):
    with pytest.raises(TableError) as caught:
        aliases_with(written(tmp_path, 'a = ["x"]\nb = ["y"]\n'))
    assert len(caught.value.problems) == 2


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TableError, match="no such alias file"):
        aliases_with(tmp_path / "no.toml")
