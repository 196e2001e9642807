"""The briefing: figures in, sentences out, as text and as a document."""
