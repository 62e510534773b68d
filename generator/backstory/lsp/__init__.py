"""The language server: `server.py` knows pygls, `translation.py` its types; others speak our own terms."""
