"""Locks the dependencies: pyproject.toml in; uv.lock, requirements.lock and requirements-dev.lock out.

uv resolves in a temporary copy, for every platform at once. No file of the repository names the
registry that answered, so that an office may use its own: uv.lock is written as if the packages lay in
a local folder `wheelhouse`, and the requirements files hold names, versions and hashes only.

    make lock               keep the locked versions, add or drop what pyproject.toml says
    make lock UPGRADE=1     take the newest versions that pyproject.toml allows
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHEELHOUSE = "wheelhouse"
COPIED = ("pyproject.toml", "uv.lock")
EXPORTS = {
    "requirements.lock": ("--no-default-groups", "--group", "build"),
    "requirements-dev.lock": ("--no-default-groups", "--group", "build", "--group", "dev", "--extra", "duckdb"),
}


def main(arguments: list[str]) -> None:
    """Lock; every argument is handed to `uv lock`."""
    if shutil.which("uv") is None:
        sys.exit("make lock needs uv / 需要 uv:  python3 -m pip install uv")
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        copy_sources(copy)
        uv(copy, "lock", *arguments)
        lock = without_addresses((copy / "uv.lock").read_text("utf-8"))
        exports = {file: uv(copy, *export_command(options)) for file, options in EXPORTS.items()}
    for file, content in {"uv.lock": lock, **exports}.items():
        refuse_addresses(file, content)
        (ROOT / file).write_text(content, "utf-8", newline="\n")
        print(f"{file}: {content.count(chr(10))} lines")


def copy_sources(copy: Path) -> None:
    """Copy what uv reads of the project into a folder."""
    for name in COPIED:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy / name)


def uv(folder: Path, *command: str) -> str:
    """What uv prints; ends this program where uv fails."""
    done = subprocess.run(("uv", *command), cwd=folder, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False)
    return done.stdout if done.returncode == 0 else sys.exit(done.returncode)


def export_command(options: tuple[str, ...]) -> tuple[str, ...]:
    """The command that prints one requirements file with hashes."""
    return ("export", "--frozen", "--quiet", "--format", "requirements-txt", "--no-header", "--no-emit-project", *options)


def without_addresses(lock: str) -> str:
    """A uv.lock whose packages lie in the folder `wheelhouse`: each address gives way to its file name."""
    lock = re.sub(r'\bregistry = "[^"]*"', f'registry = "{WHEELHOUSE}"', lock)
    return re.sub(r'\burl = "(?:[^"]*/)?([^"/]+)"', r'path = "\1"', lock)


def refuse_addresses(file: str, content: str) -> None:
    """End this program where an address is left."""
    if found := re.search(r"\S*://\S*", content):
        sys.exit(f"{file}: an address is left / 仍含网址: {found.group()}")


if __name__ == "__main__":
    main(sys.argv[1:])
