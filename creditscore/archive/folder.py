"""Make a run folder, or a progress folder, appear whole or not at all.

In: the folder above it and its name (a run's is its as-of date). Out: `<out>/<name>`, written beside under
another name and renamed at the end; nothing where the work failed.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from secrets import token_hex

from msgspec import Struct

from creditscore.archive.lock import AlreadyLockedError, exclusive
from creditscore.core.errors import CreditscoreError, RunError, one
from creditscore.core.text import Text

MANIFEST = "manifest.json"
PROGRESS = "progress.json"


class Kind(Struct, frozen=True):
    """A kind of folder: the file by which a finished one is known (written last), and the words for what stands in its way."""

    marker: str
    taken: Text
    exists: Text
    busy: Text


RUN = Kind(
    MANIFEST,
    Text("该位置已有内容，但不是评定批次", "something that is not a run is in the way"),
    Text("该截止日的评定批次已存在", "a run of this as-of date exists already"),
    Text("另一个进程正在写同一截止日的评定批次", "another process is writing the run of the same as-of date"),
)
PROGRESS_PACK = Kind(
    PROGRESS,
    Text("该位置已有内容，但不是进展报告", "something that is not a progress report is in the way"),
    Text("该截止日的进展报告已存在", "a progress report of this as-of date exists already"),
    Text("另一个进程正在写同一份进展报告", "another process is writing the same progress report"),
)
_RENAME_ATTEMPTS = 20 if sys.platform == "win32" else 1
_RENAME_PAUSE = 0.1


@contextmanager
def new_run(out: Path, as_of: date, replace: bool = False) -> Iterator[Path]:
    """A folder to write a run into; on leaving it becomes `<out>/<as_of>`, on an error it is removed.

    RunError, before anything is done, where the run exists and `replace` is not set, where the
    place is taken by something that is no run, where another process is at work on the same
    as-of date, or where `out` cannot be written.
    """
    with new_folder(out / as_of.isoformat(), RUN, replace) as folder:
        yield folder


@contextmanager
def new_folder(target: Path, kind: Kind, replace: bool = False) -> Iterator[Path]:
    """A folder to write into; on leaving it becomes `target`, on an error it is removed. RunError as for a run."""
    out = target.parent
    refuse_existing(target, replace, kind)
    made_here = _made(out)
    done = False
    try:
        with _lock(target, kind):
            _clear_leftovers(out, target)
            refuse_existing(target, replace, kind)
            yield from _written(target)
            done = True
    finally:
        if made_here and not done:
            with suppress(OSError):
                out.rmdir()


def refuse_existing(target: Path, replace: bool, kind: Kind = RUN) -> None:
    """RunError where a run (or one of the kind) stands in the way and may not be replaced, or something else does."""
    if not target.exists():
        return
    if not _is_finished(target, kind):
        raise one(RunError, str(target), kind.taken, cure=Text("请先将其移走", "move it away first"))
    if not replace:
        cure = Text("如需覆盖，请加 --replace；或用 --out 另选文件夹", "add --replace to overwrite it, or choose another folder with --out")
        raise one(RunError, str(target), kind.exists, cure=cure)


def _is_finished(target: Path, kind: Kind) -> bool:
    return target.is_dir() and ((target / kind.marker).is_file() or not any(target.iterdir()))


def _made(out: Path) -> bool:
    """Make the reports folder; whether it was not there before."""
    if out.is_dir():
        return False
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(out, error) from None
    return True


def _unwritable(place: Path, error: OSError) -> CreditscoreError:
    reason = error.strerror or type(error).__name__
    what = Text("无法写入该文件夹（{reason}）", "this folder cannot be written ({reason})").fill(reason=reason)
    return one(RunError, str(place), what, cure=Text("请用 --out 另选文件夹", "choose another folder with --out"))


@contextmanager
def _lock(target: Path, kind: Kind) -> Iterator[None]:
    path = target.with_name(f".{target.name}.lock")
    with ExitStack() as held:
        try:
            held.enter_context(exclusive(path))
        except AlreadyLockedError:
            raise one(RunError, str(path), kind.busy, cure=Text("请等它结束后再试", "try again when it has ended")) from None
        except OSError as error:
            raise _unwritable(target.parent, error) from None
        yield


def _clear_leftovers(out: Path, target: Path) -> None:
    """What a killed process left (we hold the lock, so nobody is using it); a run it had moved aside comes back."""
    for moved in sorted(out.glob(f".{target.name}.*.replaced")):
        if target.exists():
            shutil.rmtree(moved, ignore_errors=True)
        else:
            _rename(moved, target)
    for partial in out.glob(f".{target.name}.*.partial"):
        shutil.rmtree(partial, ignore_errors=True)


def _written(target: Path) -> Iterator[Path]:
    partial = target.with_name(f".{target.name}.{token_hex(4)}.partial")
    try:
        partial.mkdir()
    except OSError as error:
        raise _unwritable(target.parent, error) from None
    try:
        yield partial
        _publish(partial, target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _publish(partial: Path, target: Path) -> None:
    """Put the finished folder in its place; an old run is moved aside first and comes back where that fails."""
    if not target.exists():
        _rename(partial, target)
        return
    aside = partial.with_suffix(".replaced")
    _rename(target, aside)
    try:
        _rename(partial, target)
    except BaseException:
        _rename(aside, target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _rename(source: Path, target: Path) -> None:
    """Rename a folder; on Windows a virus scanner may hold a file of it for a moment."""
    for attempts_left in reversed(range(_RENAME_ATTEMPTS)):
        try:
            source.rename(target)
        except PermissionError as error:
            if not attempts_left:
                raise _unwritable(target, error) from None
            time.sleep(_RENAME_PAUSE)
        else:
            return
