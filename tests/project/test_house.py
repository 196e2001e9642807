"""The house rules of the source: short files, short functions, a docstring in every module, no attic."""

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "creditscore").rglob("*.py"))
TEST_MODULES = sorted((ROOT / "tests").rglob("*.py"))
TOOLS = sorted((ROOT / "tools").rglob("*.py"))
BENCHMARKS = sorted((ROOT / "benchmarks").rglob("*.py"))
EVERY_FILE = MODULES + TEST_MODULES + TOOLS + BENCHMARKS
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
VAGUE_NAMES = {"utils", "util", "helpers", "misc", "common", "stuff"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(path: Path) -> str:
    """A path as messages and test names show it."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> list[Function]:
    """Every function of a file, methods and inner functions included."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def length(function: Function) -> int:
    """How many lines a function has, from `def` to its end, without its docstring."""
    assert function.end_lineno is not None
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return lines
    docstring = function.body[0]
    assert docstring.end_lineno is not None
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def every_length() -> list[int]:
    """The lengths of all functions of the package."""
    return [length(function) for path in MODULES for function in functions(path)]


@pytest.mark.parametrize("path", EVERY_FILE, ids=shown)
def test_file_is_short(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", EVERY_FILE, ids=shown)
def test_module_says_what_it_is(path):
    assert ast.get_docstring(tree(path)), "a module opens with a docstring: what comes in, what goes out"


@pytest.mark.parametrize("path", MODULES + TOOLS, ids=shown)
def test_no_function_is_long(path):
    lengths = {function.name: length(function) for function in functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", MODULES, ids=shown)
def test_name_says_something(path):
    assert VAGUE_NAMES.isdisjoint(path.relative_to(ROOT).with_suffix("").parts)


def test_most_functions_are_a_few_lines():
    assert median(every_length()) <= 8


def test_nine_functions_of_ten_fit_a_glance():
    assert quantiles(every_length(), n=10)[-1] <= 25
