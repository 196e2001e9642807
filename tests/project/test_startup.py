"""Starting the command is quick: no heavy library is loaded before a command needs it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"polars", "narwhals", "pandera", "pydantic", "numpy", "matplotlib", "xlsxwriter", "jinja2", "fastexcel", "docx"}
PROGRAM = "import sys, creditscore.cli.main; print(*{name.partition('.')[0] for name in sys.modules})"


def test_the_command_starts_without_heavy_libraries():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(done.stdout.split())
