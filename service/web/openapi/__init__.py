"""The OpenAPI document, put together from what each resource says of itself."""
