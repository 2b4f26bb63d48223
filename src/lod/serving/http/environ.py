"""A request as Flask takes it (PEP 3333), under the names of the base IRI and no others."""

import io
import sys
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from lod.serving.app.links import base_path
from lod.serving.http.addresses import as_written, join_target, settle_query

Environ = dict[str, Any]
AsgiScope = Mapping[str, Any]


def make_environ(scope: AsgiScope) -> Environ:
    """Make a WSGI environment (PEP 3333) of an ASGI scope.

    A header with an underscore in its name is left out: it could pass for one with a hyphen.
    """
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "lod.path": scope["raw_path"],
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if b"_" in name:
            continue
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ


def settle_address(environ: Environ, base_iri: str, spelt: bool = False) -> None:
    """Put the base IRI's names in the place of the client's; note whether those were in order.

    Of the query stays what the path knows. ``lod.written`` is the path under the base as it came.

    :param spelt: see :func:`settle_target`.
    """
    host = environ.get("HTTP_HOST", "")
    old = environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
    environ["lod.host_ok"] = "," not in host and (bool(host) or old)
    for name in [n for n in environ if n.startswith("HTTP_X_FORWARDED") or n == "HTTP_FORWARDED"]:
        del environ[name]
    scheme, _, rest = base_iri.partition("://")
    environ["HTTP_HOST"] = environ["SERVER_NAME"] = rest.partition("/")[0].partition(":")[0]
    environ["wsgi.url_scheme"], environ["SCRIPT_NAME"] = scheme, ""
    prefix = base_path(base_iri)
    if prefix != "/" and environ["PATH_INFO"].startswith(prefix):
        environ["PATH_INFO"] = environ["PATH_INFO"][len(prefix) - 1 :]
    path = environ["PATH_INFO"].encode("latin-1")
    query = settle_query(path, environ["QUERY_STRING"].encode("latin-1"))
    written = as_written(environ["lod.path"], path)
    environ["lod.written"], environ["QUERY_STRING"] = written.decode("latin-1"), query.decode()
    environ["lod.target"] = join_target(path, query, written if spelt else None)
