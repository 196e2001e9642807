"""The lock files: complete, in step with pyproject.toml and with each other, and free of any registry's address."""

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("uv.lock", "requirements.lock", "requirements-dev.lock")
REQUIREMENTS = LOCKS[1:]
# Written in pieces: this file is searched too.
REGISTRY_HOSTS = [
    ".".join(pieces)
    for pieces in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "tuna"),
        ("pypi", "python", "org"),
        ("mirrors", "aliyun"),
        ("mirrors", "ustc"),
        ("mirrors", "cloud", "tencent"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("crates", "io"),
        ("anaconda", "org"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
        ("proxy", "golang", "org"),
    )
]
VISIBLE_DOT_FOLDERS = {".ci", ".github"}
GENERATED = {"__pycache__", "build", "dist", "wheelhouse", "reports", "progress", "prepared", "data"}


def repository_files():
    """Every file of the repository; caches, environments and what runs make are left out."""
    for folder, folders, names in os.walk(ROOT):
        generated = GENERATED if Path(folder) == ROOT else {"__pycache__"}
        folders[:] = [name for name in folders if name not in generated and (name[0] != "." or name in VISIBLE_DOT_FOLDERS)]
        yield from (Path(folder, name) for name in names if name != ".git")


def pinned(name):
    """(package, version) of every line of a requirements file that pins one."""
    return set(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))


def uv_lock():
    """The content of uv.lock."""
    return tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))


def pyproject():
    """The content of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements):
    """The packages' names of some requirements, as locks write them."""
    return {re.split(r"[\[<>=!~; ]", line)[0].lower().replace("_", "-") for line in requirements}


def normal(requirement):
    """A requirement as (name, extras, bounds), however it is spaced."""
    name, extras, bounds = re.findall(r"^([\w.-]+)(?:\[(.*?)\])?(.*)$", requirement.replace(" ", ""))[0]
    return name.lower(), extras, bounds


def locked_requirement(entry):
    """A requirement of uv.lock as (name, extras, bounds)."""
    return entry["name"], ",".join(entry.get("extras", [])), entry.get("specifier", "")


def own_entry():
    """What uv.lock says of this project itself."""
    return next(package for package in uv_lock()["package"] if package["name"] == "creditscore")


def test_no_file_names_a_registry():
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)).encode(), re.IGNORECASE)
    assert [path.relative_to(ROOT).as_posix() for path in repository_files() if hosts.search(path.read_bytes())] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_holds_an_address(name):
    assert "://" not in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_requirements_pin_what_uv_pins(name):
    assert pinned(name) <= {(package["name"], package["version"]) for package in uv_lock()["package"]}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_has_hashes(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_development_adds_to_what_users_get():
    assert pinned("requirements.lock") < pinned("requirements-dev.lock")


def test_every_dependency_is_locked():
    project, groups = pyproject()["project"], pyproject()["dependency-groups"]
    run = names(project["dependencies"]) | names(groups["build"])
    assert run <= {name for name, _ in pinned("requirements.lock")}
    dev = run | names(groups["dev"]) | names(project["optional-dependencies"]["duckdb"])
    assert dev <= {name for name, _ in pinned("requirements-dev.lock")}


def test_lock_is_in_step_with_the_dependencies():
    written = {normal(requirement) for requirement in pyproject()["project"]["dependencies"]}
    locked = own_entry()["metadata"]["requires-dist"]
    assert {locked_requirement(entry) for entry in locked if "extra ==" not in entry.get("marker", "")} == written


@pytest.mark.parametrize("group", ["build", "dev"])
def test_lock_is_in_step_with_the_groups(group):
    written = {normal(requirement) for requirement in pyproject()["dependency-groups"][group]}
    assert {locked_requirement(entry) for entry in own_entry()["metadata"]["requires-dev"][group]} == written


def test_versions_agree():
    import creditscore

    assert creditscore.__version__ == pyproject()["project"]["version"] == own_entry()["version"]
