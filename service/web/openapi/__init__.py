"""The OpenAPI document, put together from the operations of each resource."""
