"""The command line: folders of photos through the same path as the service's, without a server."""
