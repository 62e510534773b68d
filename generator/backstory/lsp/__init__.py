"""The language server. `server.py` knows pygls, `translation.py` its types; the others speak in our own terms."""
