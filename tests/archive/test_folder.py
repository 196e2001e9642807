"""A run appears whole or not at all, and never over another by accident."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from creditscore.archive.folder import new_run
from creditscore.archive.lock import AlreadyLockedError, exclusive
from creditscore.core.errors import RunError

AS_OF = date(2003, 6, 30)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def half_written(out: Path, error: type[BaseException]) -> None:
    with new_run(out, AS_OF) as folder:
        (folder / "households.parquet").write_bytes(b"half")
        raise error


def written(out: Path, content: str, replace: bool = False) -> Path:
    with new_run(out, AS_OF, replace) as folder:
        (folder / "manifest.json").write_text(content, encoding="utf-8")
    return out / "2003-06-30"


def test_a_finished_run_stands_under_its_date_alone(tmp_path):
    target = written(tmp_path / "reports", "one")
    assert (target / "manifest.json").read_text(encoding="utf-8") == "one"
    assert names(tmp_path / "reports") == ["2003-06-30"]


def test_nothing_is_to_be_seen_under_the_date_before_the_end(tmp_path):
    with new_run(tmp_path, AS_OF) as folder:
        assert folder.parent == tmp_path
        assert folder.name.startswith(".2003-06-30.")
        assert not (tmp_path / "2003-06-30").exists()


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_remains_after_an_error(tmp_path, error):
    with pytest.raises(error):
        half_written(tmp_path / "reports", error)
    assert list(tmp_path.iterdir()) == []


def test_a_reports_folder_that_was_there_stays_after_an_error(tmp_path):
    with pytest.raises(ValueError, match="no"), new_run(tmp_path, AS_OF):
        raise ValueError("no")
    assert tmp_path.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_an_existing_run_is_refused_before_any_work(tmp_path):
    written(tmp_path, "one")
    with pytest.raises(RunError) as raised, new_run(tmp_path, AS_OF):
        pytest.fail("the work was begun")
    assert "--replace" in raised.value.say("zh")
    assert "exists already" in raised.value.say("en")
    assert raised.value.exit_code == 2


def test_an_existing_run_is_replaced_when_asked(tmp_path):
    written(tmp_path, "one")
    target = written(tmp_path, "two", replace=True)
    assert (target / "manifest.json").read_text(encoding="utf-8") == "two"
    assert names(tmp_path) == ["2003-06-30"]


def test_a_failed_replacement_leaves_the_old_run(tmp_path):
    target = written(tmp_path, "one")
    with pytest.raises(ValueError, match="no"), new_run(tmp_path, AS_OF, replace=True):
        raise ValueError("no")
    assert (target / "manifest.json").read_text(encoding="utf-8") == "one"


def test_the_old_run_comes_back_where_the_new_one_cannot_be_put(tmp_path, monkeypatch):
    target = written(tmp_path, "one")
    rename = Path.rename

    def refusing(source: Path, to: Path) -> Path:
        if source.suffix == ".partial":
            raise OSError(28, "No space left on device")
        return rename(source, to)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(OSError, match="No space"), new_run(tmp_path, AS_OF, replace=True):
        pass
    assert (target / "manifest.json").read_text(encoding="utf-8") == "one"
    assert names(tmp_path) == ["2003-06-30"]


def test_what_is_no_run_is_never_replaced(tmp_path):
    (tmp_path / "2003-06-30").mkdir()
    (tmp_path / "2003-06-30" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="not a run"), new_run(tmp_path, AS_OF, replace=True):
        pytest.fail("the work was begun")
    assert (tmp_path / "2003-06-30" / "letter.txt").exists()


def test_a_place_that_is_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "reports").write_text("", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"), new_run(tmp_path / "reports", AS_OF):
        pytest.fail("the work was begun")


def test_a_second_writer_of_the_same_date_is_refused(tmp_path):
    with new_run(tmp_path, AS_OF) as folder:
        (folder / "manifest.json").write_text("first", encoding="utf-8")
        with pytest.raises(RunError, match="another process"), new_run(tmp_path, AS_OF):
            pytest.fail("the work was begun")
    assert (tmp_path / "2003-06-30" / "manifest.json").read_text(encoding="utf-8") == "first"


def test_two_dates_are_written_at_once(tmp_path):
    with new_run(tmp_path, AS_OF), new_run(tmp_path, date(2003, 7, 31)):
        pass
    assert names(tmp_path) == ["2003-06-30", "2003-07-31"]


def test_a_killed_process_stands_in_nobodys_way(tmp_path):
    script = (
        "import os, sys, pathlib, datetime\n"
        "from creditscore.archive.folder import new_run\n"
        "with new_run(pathlib.Path(sys.argv[1]), datetime.date(2003, 6, 30)) as folder:\n"
        "    (folder / 'half').write_text('x')\n"
        "    os._exit(9)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, cwd=Path(__file__).parents[2])
    assert ended.returncode == 9
    assert len(list(tmp_path.iterdir())) == 2  # the half-written folder and the lock file
    written(tmp_path, "one")
    assert names(tmp_path) == ["2003-06-30"]


def test_a_run_that_a_killed_process_had_moved_aside_comes_back(tmp_path):
    (written(tmp_path, "one")).rename(tmp_path / ".2003-06-30.abcd.replaced")
    with pytest.raises(RunError, match="exists already"), new_run(tmp_path, AS_OF):
        pytest.fail("the work was begun")
    assert (tmp_path / "2003-06-30" / "manifest.json").read_text(encoding="utf-8") == "one"


def test_a_lock_can_be_taken_again_once_it_is_free(tmp_path):
    lock = tmp_path / "lock"
    for _ in range(2):
        with exclusive(lock), pytest.raises(AlreadyLockedError), exclusive(lock):
            pytest.fail("held twice")
    assert not lock.exists()
