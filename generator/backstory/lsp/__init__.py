"""The language server. Only `server.py` knows pygls and the protocol; the others answer in our own terms."""
