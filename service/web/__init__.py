"""Flask only: read a request, call the pipeline, answer. One blueprint for each resource."""
