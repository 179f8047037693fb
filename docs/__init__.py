"""The documentation's pictures, made by the project itself."""
