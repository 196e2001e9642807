"""Run folders: written whole or not at all, described by a manifest, read back by reports."""
