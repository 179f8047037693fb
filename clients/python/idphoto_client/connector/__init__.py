"""A connector for assistants (Model Context Protocol) to a running service: `idphoto-mcp`.

It calls the service through the client, so that limits, keys, quotas and errors are the service's
own, and the models are in memory once. It needs the extra `mcp` of this package.
"""
