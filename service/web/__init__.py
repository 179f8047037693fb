"""HTTP alone: a file per resource, each view beside its OpenAPI operation."""
