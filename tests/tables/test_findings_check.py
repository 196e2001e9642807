"""The command `check`: what it prints, what it writes, and that it never writes over the user's files."""

import json
import shutil
from datetime import date

import pytest

from creditscore.cli.main import run
from creditscore.sample.write import write_county


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    write_county(folder, 30, 1, date(2003, 6, 30), file_format="csv")
    return folder


@pytest.fixture
def county(sound, tmp_path):
    """A county with five loans of a negative overdue interest."""
    folder = shutil.copytree(sound, tmp_path / "county")
    path = folder / "loans.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    at = lines[0].split(",").index("overdue_interest")
    for number in range(1, 6):
        cells = lines[number].split(",")
        lines[number] = ",".join([*cells[:at], "-1.00", *cells[at + 1 :]])
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture
def call(capsys):
    def called(*words):
        with pytest.raises(SystemExit) as ended:
            run(["check", *(str(word) for word in words)])
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return called


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_summary_shows_three_examples_the_rest_and_the_cure(county, call):
    code, out, _ = call(county, "--lang", "zh")
    assert code == 1
    lines = out.splitlines()
    start = lines.index("  negative：5 处")
    assert [line.split("：")[0].strip() for line in lines[start + 1 : start + 4]] == [f"loans.csv 第 {row} 行" for row in (2, 3, 4)]
    assert lines[start + 4 : start + 6] == ["    …… 另有 2 处（用 --out DIR 得到全部清单）", "    → 请核对后改正。"]
    assert lines[start - 1].startswith("错误（")


def test_the_summary_in_english(county, call):
    _, out, _ = call(county, "--lang", "en")
    assert "    loans.csv row 2: overdue_interest “-1.00” is negative\n" in out
    assert "    … and 2 more (--out DIR lists them all)\n    → check and correct it.\n" in out


def test_a_sound_county_says_so(sound, call):
    code, out, _ = call(sound, "--lang", "en")
    assert code == 0
    assert out.endswith("\nNo row needs to be rejected.\n")


def test_out_writes_findings_rejected_rows_and_copies_and_names_them(county, call, tmp_path):
    before, out = contents(county), tmp_path / "out"
    _, printed, _ = call(county, "--lang", "en", "--out", out)
    assert set(contents(out)) == {"findings.csv", "rejected.csv", *(f"{path.stem}.xlsx" for path in county.iterdir())}
    assert all(str(path) in printed for path in out.rglob("*.*"))
    assert contents(county) == before


def test_the_answer_for_programs_names_the_files(county, call, tmp_path):
    _, printed, _ = call(county, "--format", "json", "--out", tmp_path / "out")
    content = json.loads(printed)
    assert content["counts"]["negative"] == 5
    assert len(content["written"]) == 6
    assert {finding["severity"] for finding in content["findings"]} <= {"error", "warning", "note"}


def test_an_earlier_check_is_overwritten_only_when_asked(county, call, tmp_path):
    out = tmp_path / "out"
    call(county, "--out", out)
    (out / "rejected.csv").write_text("mine", "utf-8")
    code, _, err = call(county, "--lang", "en", "--out", out)
    assert (code, (out / "rejected.csv").read_text("utf-8")) == (2, "mine")
    assert "--replace" in err
    code, _, _ = call(county, "--out", out, "--replace")
    assert code == 1
    assert (out / "rejected.csv").read_text("utf-8-sig") != "mine"


def test_a_file_being_checked_is_never_overwritten(county, call, tmp_path):
    out = tmp_path / "out"
    (out / "marked").mkdir(parents=True)
    loans = shutil.copy(county / "loans.csv", out / "findings.csv")
    before = contents(out)
    code, _, err = call(county, "--loans", loans, "--out", out, "--replace", "--lang", "en")
    assert (code, contents(out)) == (2, before)
    assert "never overwritten" in err


def test_out_that_is_a_file_is_refused(county, call, tmp_path):
    place = tmp_path / "out"
    place.write_text("x", "utf-8")
    code, _, err = call(county, "--out", place, "--lang", "en")
    assert code == 2
    assert "is not a folder" in err


def test_the_same_input_gives_the_same_files(county, call, tmp_path):
    for name in ("a", "b"):
        call(county, "--out", tmp_path / name)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_mended_copy_can_be_checked_in_its_folder(county, call, tmp_path):
    call(county, "--out", tmp_path / "out", "--lang", "zh")
    code, out, _ = call(tmp_path / "out" / "marked", "--lang", "en")
    assert code == 1
    assert "  negative: 5\n" in out
