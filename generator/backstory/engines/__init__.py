"""Adapters to site builders. Nothing below this room knows of any."""
