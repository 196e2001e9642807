"""`python -m creditscore`: the same as the console command, where that is not on the path."""

from creditscore.cli.main import run

run()
