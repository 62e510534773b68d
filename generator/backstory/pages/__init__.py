"""What each kind of page shows: frozen views, planned from the newsroom, marked up by the templates."""
