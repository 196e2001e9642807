"""Names and ID numbers planted all over a county come out of no command: not printed, not in any file, masked everywhere."""

import csv
import io
import itertools
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from creditscore.cli.main import run
from creditscore.core.columns import TABLES
from creditscore.core.identity import check_digit
from creditscore.sample.write import write_county
from tests.tables.marked_books import Book

NAMES = ["诸葛孔明", "欧阳震华", "司马懿之", "端木赐贤"]
AS_OF = date(2003, 6, 30)
PLACES_OF_NAMES = {"village_name", "township_name", "village_id", "township_id", "county_id"}
"""A name of a place, or an id of one, may be any word: a person's name there cannot be known for one.

Nor can a loan's id be known to be the number of somebody who is not in the tables.
"""


def new_numbers():
    """Valid ID numbers without end, every other one in its old form."""
    for serial in itertools.count(700):
        first17 = f"12022119491231{serial % 1000:03d}"
        yield first17 + check_digit(first17)
        yield first17[:6] + first17[8:]


class Planted:
    """A county with secrets in every place, and all secrets in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        write_county(folder, 40, 1, AS_OF, file_format="csv")
        self.rows = {table: list(csv.DictReader((folder / f"{table}.csv").read_text("utf-8-sig").splitlines())) for table in TABLES}
        self.numbers = new_numbers()
        self.secrets = set(NAMES)
        for household in self.rows["households"]:
            self.secrets |= {household["id_number"], household["head_name"]} - {""}
            household["head_name"] = next(self.names)
        for table, columns in reversed(TABLES.items()):
            for column in columns:
                if column.name == "loan_id":
                    self.plant_loans()
                else:
                    self.plant(table, column.name)

    names = itertools.cycle(NAMES)

    def plant(self, table: str, column: str) -> None:
        """Rows with a name, a new and an old ID number in this column; else copies of the first row under new ids."""
        own = table == "households" and column == "household_id"
        cells = [next(self.numbers), next(self.numbers)]
        cells += [] if column in PLACES_OF_NAMES and not (table == "households" and column == "village_id") else [next(self.names)]
        cells += [f"户主{cells[0]}，{NAMES[0]}"] if column not in PLACES_OF_NAMES else []
        for number, cell in enumerate(cells):
            key = f"{table[:-1]}_id"
            row = self.rows[table][0] | {key: f"{column}-{number}", column: cell}
            if table == "households":
                row |= {"id_number": cell} if column == "id_number" else {"id_number": cell if own and number < 2 else ""}
                row["head_name"] = cell if column == "head_name" or (own and number > 1) else next(self.names)
            old_id = column.endswith("_id") and len(cell) == 15 and not own
            self.rows[table].append(self.rows[table][0] | {key: f"{column}-old"} if old_id else row)
            self.secrets |= set() if old_id else {cell}

    def plant_loans(self) -> None:
        """Loans under the number, the old number and the name of their borrower."""
        loan = next(row for row in self.rows["loans"] if row["borrower_type"] == "household")
        head = next(row for row in self.rows["households"] if row["household_id"] == loan["household_id"])
        number = head["id_number"]
        for cell in (number, number[:6] + number[8:17], head["head_name"], "借" + head["head_name"]):
            self.rows["loans"].append(loan | {"loan_id": cell})
        self.secrets.add(number[:6] + number[8:17])

    def write_csv(self) -> Path:
        for table, rows in self.rows.items():
            out = io.StringIO()
            writer = csv.DictWriter(out, [*rows[0], "联系人"])
            writer.writeheader()
            writer.writerows(row | {"联系人": next(self.names)} for row in rows)
            footer = f"制表人：{NAMES[0]}" + "," * len(rows[0]) + "\n"
            (self.folder / f"{table}.csv").write_text(out.getvalue() + footer, "utf-8")
        return self.folder

    def write_workbook(self, path: Path) -> Path:
        with xlsxwriter.Workbook(path) as book:
            for table, rows in self.rows.items():
                page = book.add_worksheet(table)
                for at, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
                    for place, cell in enumerate(cells):
                        numeric = at and cell.isdigit() and len(cell) > 14
                        page.write_number(at, place, int(cell)) if numeric else page.write_string(at, place, cell)
        return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Planted:
    return Planted(tmp_path_factory.mktemp("county"))


@pytest.fixture
def call(capsys):
    """Call the program; what it printed on both streams."""

    def called(*words):
        with pytest.raises(SystemExit):
            run([str(word) for word in words])
        printed = capsys.readouterr()
        return printed.out + printed.err

    return called


def texts(folder: Path) -> dict[str, str]:
    """Every file below a folder as text: workbooks by their parts, Parquet by its cells."""
    found: dict[str, str] = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as parts:
                found |= {f"{path.name}/{name}": parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
        elif path.suffix == ".parquet":
            found[path.name] = pl.read_parquet(path).write_csv()
        else:
            found[path.name] = path.read_bytes().decode("utf-8", "replace")
    return found


def leaks(planted: Planted, told: dict[str, str]) -> set[tuple[str, str]]:
    return {(place, secret) for place, text in told.items() for secret in planted.secrets if secret in text}


def without_copies(folder: Path) -> dict[str, str]:
    """What check wrote, of the marked copies only what is new: comments, the list and the columns beside the rows."""
    told: dict[str, str] = {}
    for path in (folder / "marked").glob("*.xlsx"):
        book = Book(path)
        told |= {f"{path.name}/{name}": part.decode() for name, part in book.parts.items() if "comments" in name}
        told[f"{path.name}/list"] = repr(book.rows[book.names[-1]])
        told |= {f"{path.name}/{name}": repr([row[-2:] for row in book.rows[name]]) for name in book.names[:-1]}
    return told | {path.name: path.read_text("utf-8-sig") for path in folder.glob("*.csv")}


def test_there_is_something_to_find(planted):
    assert len(planted.secrets) > 200
    assert leaks(planted, {"own": repr(planted.rows)})


@pytest.mark.parametrize(("form", "lang"), [("csv", "zh"), ("workbook", "en")])
def test_check_tells_no_secret(planted, call, tmp_path, lang, form):
    data = planted.write_csv() if form == "csv" else planted.write_workbook(tmp_path / "data.xlsx")
    out = tmp_path / "out"
    told = {"text": call("check", data, "--as-of", AS_OF, "--lang", lang, "--out", out)}
    told["json"] = call("check", data, "--as-of", AS_OF, "--lang", lang, "--format", "json")
    assert "findings" in told["json"]
    files = without_copies(out)
    assert {"findings.csv", "rejected.csv"} < set(files)
    assert any(name.endswith("/list") for name in files)
    assert leaks(planted, told | files) == set()


def test_rate_and_explain_tell_no_secret(planted, call, tmp_path):
    data = planted.write_csv()
    told = {"strict": call("rate", data, "--as-of", AS_OF, "--out", tmp_path / "strict", "--strict")}
    told["rate"] = call("rate", data, "--as-of", AS_OF, "--out", tmp_path / "reports")
    files = texts(tmp_path / "reports")
    assert {"households.parquet", "report.html", "manifest.json", "rejected.csv"} < set(files)
    rated = pl.read_parquet(tmp_path / "reports" / AS_OF.isoformat() / "households.parquet")
    for column, form in (("household_id", "text"), ("household_id", "json"), ("village_id", "text")):
        unit = rated.get_column(column)[0]
        told[f"{unit} {form}"] = call("explain", unit, "--run", tmp_path / "reports", "--data", data, "--format", form)
    assert leaks(planted, told | files) == set()


def test_a_file_without_a_header_tells_no_secret(planted, call, tmp_path):
    data = planted.write_csv()
    lines = (data / "households.csv").read_text("utf-8").splitlines()
    (data / "households.csv").write_text("\n".join(lines[1:]) + "\n", "utf-8")
    told = call("check", data, "--as-of", AS_OF, "--out", tmp_path / "out")
    assert "households.csv" in told
    assert leaks(planted, {"error": told}) == set()
