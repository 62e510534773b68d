"""Quotes proven against the text of their source, and the proof written down: `quotes.lock`."""
