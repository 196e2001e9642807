"""One job a command: each module reads as the table of contents of what the command does."""
