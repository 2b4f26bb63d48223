"""Frames JSON-LD: `curl …/doc/project/hall-ut.jsonld | python docs/frame.py '{"type": "Project"}'`.

The frame is read in the document's own context, and so is what comes out. Needs PyLD.
Source: JSON-LD 1.1 Framing, 4.
"""

import json
import sys

from pyld import jsonld


def main() -> None:
    """Print what the frame takes from the document on standard input, without the context."""
    document, frame = json.load(sys.stdin), json.loads(sys.argv[1])
    framed = jsonld.frame(document, {"@context": document["@context"], **frame})
    del framed["@context"]
    sys.stdout.write(json.dumps(framed, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
