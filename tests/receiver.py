"""A receiver of webhooks as a process that tests may kill: `python tests/receiver.py PORT FOLDER SECRET`.

It verifies each message and processes it once by its id: a file a message, made before it answers. With FOLDER/die
there, it dies after processing and before answering, as a power cut would have it.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from standardwebhooks import Webhook

port, folder, secret = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Webhook(secret).verify(body.decode(), dict(self.headers.items()))
        try:
            with (folder / self.headers["webhook-id"]).open("xb") as processed:
                processed.write(body)
        except FileExistsError:
            with (folder / "again").open("a") as again:
                again.write(f"{self.headers['webhook-id']}\n")
        if (folder / "die").exists():
            os._exit(1)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Says nothing."""


HTTPServer(("127.0.0.1", port), Handler).serve_forever()
