"""POST /v1/batch: a ZIP of photos in, a ZIP of finished ones out."""
