"""tools/lock.py: addresses go, everything else of a lock stays."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lock():
    return SimpleNamespace(**runpy.run_path(str(ROOT / "tools" / "lock.py")))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('source = { registry = "https://index.example/simple" }', 'source = { registry = "wheelhouse" }'),
        (
            'sdist = { url = "https://files.example/5f/a-1.tar.gz", hash = "sha256:1" }',
            'sdist = { path = "a-1.tar.gz", hash = "sha256:1" }',
        ),
        ('    { url = "https://files.example/99/a-1-py3-none-any.whl", size = 1 },', '    { path = "a-1-py3-none-any.whl", size = 1 },'),
        ('source = { editable = "." }', 'source = { editable = "." }'),
        ('    { path = "a-1-py3-none-any.whl", size = 1 },', '    { path = "a-1-py3-none-any.whl", size = 1 },'),
    ],
)
def test_addresses_give_way_to_file_names(lock, line, expected):
    assert lock.without_addresses(line) == expected


def test_an_address_that_is_left_stops_the_tool(lock):
    with pytest.raises(SystemExit, match=r"requirements\.lock.*https://index\.example"):
        lock.refuse_addresses("requirements.lock", "--index-url https://index.example/simple")


def test_a_clean_file_passes(lock):
    lock.refuse_addresses("requirements.lock", "a==1 --hash=sha256:1")
