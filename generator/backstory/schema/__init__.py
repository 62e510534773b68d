"""The shapes that editors write, one pydantic model each. Pydantic goes no further than this room."""
