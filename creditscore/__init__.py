"""creditscore: exact, explained and repeatable ratings of rural credit projects."""

__version__ = "0.1.0"
