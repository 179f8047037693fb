"""`idphoto-mcp`: the connector on stdio for a program on this machine, or on HTTP for others."""

import argparse
import os

from idphoto_client import AsyncIdPhotoClient
from idphoto_client.connector.files import InMessages, OnThisMachine
from idphoto_client.connector.server import make_server
from idphoto_client.tries import Options

# The service's largest body (20 MB unless set otherwise) in base64, and some.
LARGEST_MESSAGE = 32_000_000


def main() -> None:
    """Serve until the assistant goes, or until it is interrupted."""
    arguments = _parser().parse_args()
    options: Options = {"language": arguments.language}
    if key := os.environ.get("IDPHOTO_API_KEY"):
        options["api_key"] = key
    client = AsyncIdPhotoClient(arguments.url, **options)
    if arguments.http is None:
        make_server(client, OnThisMachine(), arguments.language).run()
        return
    host, _, port = arguments.http.rpartition(":")
    make_server(client, InMessages(), arguments.language).run(
        "streamable-http",
        host=host.strip("[]") or "127.0.0.1",
        port=int(port),
        stateless_http=True,
        json_response=True,
        max_request_body_size=LARGEST_MESSAGE,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "idphoto-mcp",
        description="Let assistants use an ID photo service through the Model Context Protocol.",
        epilog="The key for the service, if it asks for one, is read from IDPHOTO_API_KEY.",
    )
    parser.add_argument(
        "--url",
        default=os.environ.get("IDPHOTO_URL", "http://localhost:8000"),
        help="Address of the service. Default: IDPHOTO_URL, else http://localhost:8000.",
    )
    parser.add_argument(
        "--http",
        metavar="HOST:PORT",
        help="Serve /mcp over streamable HTTP instead of stdio, without access to files here.",
    )
    parser.add_argument(
        "--language", choices=("en", "zh"), default="en", help="Of advice and problems."
    )
    return parser


if __name__ == "__main__":
    main()
