"""The SPARQL 1.1 Protocol as a table: no server, no engine."""

from urllib.parse import quote

import pytest

from lod.errors import MalformedRequest, QueryError, UnsupportedBody, UpdateRefused
from lod.serving.queries.protocol import DIRECT, FORM, UPDATE, Request, read_request

ASK = "ASK {}"
G = "http://x.example/g"
Q = quote(ASK).encode()

READ = [
    ("GET", b"query=" + Q, None, b"", Request(ASK)),
    ("HEAD", b"query=" + Q, None, b"", Request(ASK)),
    ("GET", b"query=ASK+%7B%7D&foo=1&&", None, b"", Request(ASK)),
    ("GET", b"query=ASK+%7B%7D&timeout=2.5", None, b"", Request(ASK, timeout=2.5)),
    ("GET", b"query=%C3%A5%2B", None, b"", Request("å+")),
    ("GET", b"query=%zz%", None, b"", Request("%zz%")),
    (
        "GET",
        b"query=ASK+{}&default-graph-uri=http://x.example/g&named-graph-uri=urn:a",
        None,
        b"",
        Request(ASK, (G,), ("urn:a",)),
    ),
    ("POST", b"", FORM, b"query=ASK+{}", Request(ASK)),
    ("POST", b"", f"{FORM.upper()}; charset=UTF-8", b"query=ASK+{}", Request(ASK)),
    ("POST", b"default-graph-uri=urn:a", FORM, b"query=ASK+{}", Request(ASK, ("urn:a",))),
    ("POST", b"", FORM, b"query=ASK+{}&named-graph-uri=urn:a", Request(ASK, (), ("urn:a",))),
    ("POST", b"", DIRECT, b"ASK {}", Request(ASK)),
    ("POST", b"", f'{DIRECT};charset="utf-8"', b"ASK {}", Request(ASK)),
    ("POST", b"default-graph-uri=urn:a", DIRECT, b"ASK {}", Request(ASK, ("urn:a",))),
    ("POST", b"timeout=1", DIRECT, b"ASK {}", Request(ASK, (), (), 1)),
    ("GET", b"", None, b"", None),
    ("GET", b"lang=sv", None, b"", None),
]  # fmt: skip

REFUSED = [
    ("GET", b"query=" + Q + b"&query=" + Q, None, b"", MalformedRequest),
    ("GET", b"query=", None, b"", MalformedRequest),
    ("GET", b"query", None, b"", MalformedRequest),
    ("GET", b"query=%FF", None, b"", MalformedRequest),
    ("GET", b"default-graph-uri=urn:a", None, b"", MalformedRequest),
    ("GET", b"query=ASK&timeout=no", None, b"", MalformedRequest),
    ("GET", b"query=ASK&timeout=0", None, b"", MalformedRequest),
    ("GET", b"query=ASK&timeout=inf", None, b"", MalformedRequest),
    ("GET", b"update=CLEAR+ALL", None, b"", UpdateRefused),
    ("GET", b"query=ASK&update=CLEAR+ALL", None, b"", UpdateRefused),
    ("POST", b"", FORM, b"", MalformedRequest),
    ("POST", b"", FORM, b"foo=1", MalformedRequest),
    ("POST", b"", FORM, b"query=ASK" + b"&a=b" * 1000, MalformedRequest),
    ("POST", b"", FORM, b"query=ASK&query=ASK", MalformedRequest),
    ("POST", b"query=ASK", FORM, b"query=ASK", MalformedRequest),
    ("POST", b"", FORM, b"update=CLEAR+ALL", UpdateRefused),
    ("POST", b"", FORM, b"query=ASK&update=CLEAR+ALL", UpdateRefused),
    ("POST", b"update=CLEAR+ALL", FORM, b"", UpdateRefused),
    ("POST", b"using-graph-uri=urn:a", FORM, b"query=ASK", UpdateRefused),
    ("POST", b"", FORM + ";charset=utf-16", b"query=ASK", UnsupportedBody),
    ("POST", b"", DIRECT, b"", MalformedRequest),
    ("POST", b"", DIRECT, b"ASK \xff", MalformedRequest),
    ("POST", b"query=ASK", DIRECT, b"ASK {}", MalformedRequest),
    ("POST", b"", DIRECT + "; charset=latin-1", b"ASK {}", UnsupportedBody),
    ("POST", b"", UPDATE, b"CLEAR ALL", UpdateRefused),
    ("POST", b"", "text/plain", b"ASK {}", UnsupportedBody),
    ("POST", b"", "multipart/form-data; boundary=b", b"", UnsupportedBody),
    ("POST", b"", None, b"ASK {}", UnsupportedBody),
    ("POST", b"", "garbage", b"ASK {}", UnsupportedBody),
    ("POST", b"", f"{DIRECT}/x", b"ASK {}", UnsupportedBody),
]

NOT_IRIS = ("not an iri", "<x>", "", "rel", "http://[bad", "a:\nb", 'a:"', "a:\\", "1a:b")


@pytest.mark.parametrize(("method", "address", "content_type", "body", "request_"), READ)
def test_a_request_is_read(
    method: str, address: bytes, content_type: str | None, body: bytes, request_: Request | None
) -> None:
    assert read_request(method, address, content_type, body) == request_


@pytest.mark.parametrize(("method", "address", "content_type", "body", "error"), REFUSED)
def test_a_request_is_refused(
    method: str, address: bytes, content_type: str | None, body: bytes, error: type[QueryError]
) -> None:
    with pytest.raises(QueryError) as caught:
        read_request(method, address, content_type, body)
    assert type(caught.value) is error
    assert str(caught.value)


@pytest.mark.parametrize("iri", NOT_IRIS)
@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_a_graph_that_is_no_iri_is_refused(name: str, iri: str) -> None:
    with pytest.raises(MalformedRequest):
        read_request("GET", b"query=ASK&" + f"{name}={quote(iri)}".encode(), None, b"")
