"""Whole calls of the program, and golden files that hold what they print."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from creditscore.cli.main import run

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Called:
    """What a call printed and its exit code."""

    code: int
    out: str
    err: str


Call = Callable[..., Called]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the program in this process, at the top of the checkout, in a terminal of 100 columns."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")

    def called(*words: object) -> Called:
        with pytest.raises(SystemExit) as ended:
            run([str(word) for word in words])
        printed = capsys.readouterr()
        return Called(int(ended.value.code or 0), printed.out, printed.err)

    return called


def held(name: str, text: str, place: Path | None = None) -> None:
    """Hold a text against its golden file; `UPDATE_GOLDEN=1` writes the file anew, to be read before it is committed."""
    plain = text if place is None else text.replace(place.as_posix(), "PLACE")
    plain = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", plain)
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(plain, encoding="utf-8")
    assert plain == path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs with the sample county's last month in it."""
    out = tmp_path_factory.mktemp("reports")
    with pytest.raises(SystemExit) as ended:
        run(["rate", str(ROOT / "sample_data" / "2003-06-30"), "--as-of", "2003-06-30", "--out", str(out), "--lang", "en"])
    assert ended.value.code == 0
    return out
