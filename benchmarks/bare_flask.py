"""The smallest Flask application: a constant body at every address. Run by granian, see peers."""

import os

from flask import Flask, Response

os.environ.clear()  # granian merges it into every request's
app = Flask(__name__)
_BODY = b"x" * 3_072


@app.get("/", defaults={"path": ""})
@app.get("/<path:path>")
def constant(path: str) -> Response:
    """Answer anything."""
    return Response(_BODY, mimetype="text/turtle")
