"""`backstory fmt`: YAML files laid out in one way, with the same data and the same comments."""
