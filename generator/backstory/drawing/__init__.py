"""Pictures for social networks, drawn offline: from what `pages/pictures.py` plans to PNG files."""
