"""nginx with lod's documents as files: the same bodies, the same negotiation, by a map."""

import os
import re
from collections.abc import Iterable
from datetime import datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

import peers
from clients import Request

_EXTENSIONS = ("ttl", "jsonld", "nt", "rdf", "html")
_TYPES = ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")
_NGINX = """
daemon off; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/errors.log;
{user}
events {{ worker_connections 1024; }}
http {{
  access_log {log}; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on;
  {cache}
  types {{
    "text/turtle;charset=utf-8" ttl; application/ld+json jsonld; application/n-triples nt;
    application/rdf+xml rdf; "text/html;charset=utf-8" html;
  }}
  map $http_accept $suffix {{
    default ttl;
    ~^text/html html;
    ~text/turtle ttl;
    ~^application/ld\\+json jsonld;
    ~^application/rdf\\+xml rdf;
    ~^application/n-triples nt;
  }}
  map $suffix $policy {{
    default "";
    html "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri \
'none'; frame-ancestors 'none'";
  }}
  map $suffix $language {{ default "en, sv"; html sv; }}
  server {{
    listen 127.0.0.1:{port} reuseport backlog=1024;
    root {www};
    location /doc/ {{
      rewrite ^/(?<doc>doc/(?<thing>[^/?]+/[^/?]+))$ /$doc.$suffix break;
      add_header Vary "Accept, Accept-Encoding";
      add_header Content-Location ../../$doc.$suffix;
      add_header Content-Language $language;
      add_header Content-Security-Policy $policy;
      add_header Cache-Control "public, max-age=60";
      add_header Access-Control-Allow-Origin *;
      add_header Access-Control-Expose-Headers "{exposed}";
      add_header X-Content-Type-Options nosniff;
      add_header Link '{links}';
    }}
  }}
}}
"""
_COMPARED = (
    *("Content-Type", "Content-Encoding", "Content-Location", "Last-Modified", "Vary"),
    *("Link", "Cache-Control", "Access-Control-Allow-Origin", "Content-Security-Policy"),
)
_EXPOSED = "Allow, Content-Language, Content-Location, ETag, Last-Modified, Link, Location, Vary"


def write_files(server: peers.Server, wanted: Iterable[Request], www: Path) -> None:
    """Ask lod for every variant that is wanted and write it as a file, coded ones as .gz."""
    connection = server.connect()
    for request in dict.fromkeys(wanted):
        status, headers, body = peers.get(connection, f"/{request.path}", request.headers)
        if status != 200:
            raise ValueError(f"{request}: {status} {body[:300]!r}")
        coding = ".gz" if headers["Content-Encoding"] == "gzip" else ""
        file = www / request.path
        file = file.with_name(f"{headers['Content-Location'].rpartition('/')[2]}{coding}")
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(body)
            _date(file, parsedate_to_datetime(headers["Last-Modified"]))
    connection.close()


def _date(file: Path, modified: datetime) -> None:
    os.utime(file, (modified.timestamp(), modified.timestamp()))


def differences(one: peers.Server, other: peers.Server, sample: Iterable[Request]) -> list[str]:
    """Compare answers: status, body by bytes, and the headers that both can send."""
    found, ours, theirs = [], one.connect(), other.connect()
    for request in sample:
        a = peers.get(ours, f"/{request.path}", request.headers)
        b = peers.get(theirs, f"/{request.path}", request.headers)
        if a[0] != b[0] or a[2] != b[2]:
            found.append(f"{request}: status or body")
        pairs = ((name, _values(a[1], name), _values(b[1], name)) for name in _COMPARED)
        found += [f"{name}: {x}; {y}: {request}" for name, x, y in pairs if x != y]
    return found


def _values(headers: Message, name: str) -> str:
    """Give a header's value; several are one list (RFC 9110, 5.3)."""
    return ", ".join(headers.get_all(name, []))


def nginx(www: Path, workers: int, *, cache: bool, log: bool) -> peers.Context:
    """Run nginx over the files; ``cache`` keeps them open."""
    name = f"nginx{', open_file_cache' if cache else ''}"
    folder, port = www.parent / f"nginx-{cache}-{log}", peers.free_port()
    folder.mkdir(exist_ok=True)
    text = _NGINX.format(
        workers=workers,
        folder=folder,
        user="user root;" if os.geteuid() == 0 else "",  # its workers are to read our files
        log=f"{folder}/access.log" if log else "off",
        cache="open_file_cache max=100000 inactive=600s;" if cache else "",
        port=port,
        www=www,
        exposed=_EXPOSED,
        links=_links(),
    )
    file = folder / "nginx.conf"
    file.write_text(text, "utf-8")
    return peers.nginx(file, port, name)


def _links() -> str:
    """Write the Link header's value, in nginx's variables."""
    base = _base()
    types = zip(_EXTENSIONS, (*_TYPES, "text/html"), strict=True)
    return ", ".join(
        (
            f'<{base}$doc>; rel="canonical"',
            *(f'<{base}$doc.{e}>; rel="alternate"; type="{kind}"' for e, kind in types),
            f'<{base}id/$thing>; rel="describes"',
            f'<{base}spec/funded-projects>; rel="describedby"',
        )
    )


def _base() -> str:
    found = re.search(r'^base_iri = "(.+)"', (peers.ROOT / "lod.toml").read_text("utf-8"), re.M)
    assert found
    return found[1]
