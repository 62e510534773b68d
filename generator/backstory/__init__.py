"""Backstory: annotated news stories in YAML, compiled into a cross-linked static explainer site."""

__version__ = "0.1.0"
