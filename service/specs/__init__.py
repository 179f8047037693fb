"""The catalogue: one TOML file for each group of documents, and its loader."""
