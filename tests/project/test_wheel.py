"""What is shipped: rules, the sample county and every data file of the package travel inside the wheel."""

import os
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    from hatchling.build import build_wheel

    folder = tmp_path_factory.mktemp("wheel")
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        name = build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / name) as archive:
        yield archive


def files_of(folder):
    """The files below a folder of the repository, relative to it."""
    found = (path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in found if IGNORED.isdisjoint(path.parts)}


@pytest.mark.parametrize(
    ("folder", "inside"),
    [("creditscore", "creditscore"), ("rules", "creditscore/_data/rules"), ("sample_data", "creditscore/_data/sample_data")],
)
def test_folder_travels_whole(wheel, folder, inside):
    wanted = {f"{inside}/{name}" for name in files_of(folder)}
    assert wanted
    assert wanted <= set(wheel.namelist())


def test_types_are_published(wheel):
    assert "creditscore/py.typed" in wheel.namelist()


def test_command_is_declared(wheel):
    entry_points = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "creditscore = creditscore.cli.main:run" in wheel.read(entry_points).decode()


def test_nothing_else_is_shipped(wheel):
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"creditscore"}
