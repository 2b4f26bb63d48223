"""Random documents of Turtle and TriG in random layout."""

import re

from hypothesis import strategies as st

from checking.positions.finding import EX

HEAD = f"@prefix : <{EX}> . @prefix é.x-1: <{EX}e#> . @base <{EX}base/> ."
gaps = st.sampled_from(
    [" ", "\n", "\r\n", "\t", "  \n ", " # c \" ' { [ ( . ;\n", "#\r\n", "\n\n#å😀\n"]
)
letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NAMES = r":a :b : é.x-1:c é.x-1: :d\,e\. :f.g :%20 :0 :åö :a:b"
IRIS = r"<> <a> <../b#c> <http://z/> <http://z/\u00e9> <//h/p> <?q=1>"
names = st.sampled_from(f"{NAMES} {IRIS}".split())
labels = st.sampled_from(["_:a", "_:b.c", "_:0", "_:å"])
_ESCAPES = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", '"': r"\"", "'": r"\'"}


@st.composite
def strings(draw: st.DrawFn) -> str:
    text, quote = draw(letters), draw(st.sampled_from(['"', "'", '"""', "'''"]))
    written = "".join(_ESCAPES.get(c, c) for c in text)
    if len(quote) == 3 and draw(st.booleans()):
        written = text.replace("\\", r"\\").replace(quote[0], "\\" + quote[0])
    if draw(st.booleans()):
        written = re.sub("[åäö😀]", lambda m: f"\\U{ord(m[0]):08X}", written)
    suffix = draw(
        st.sampled_from(["", "@sv", "@en-GB", "@ar--rtl", "^^:t", "^^<t>", " ^^ é.x-1:t", "\n@de"])
    )
    return f"{quote}{written}{quote}{suffix}"


numbers = st.one_of(
    st.integers().map(str),
    st.sampled_from(["+01", "1.50", "-.5", "1e9", "1.5E-3", ".5e1", "true", "false"]),
)
plain = st.one_of(names, labels, strings(), numbers)


@st.composite
def inner_triples(draw: st.DrawFn, depth: int, opening: str) -> str:
    """Give a triple term or a reified triple (RDF 1.2 Turtle, 2.7 and 2.8)."""
    is_term = opening == "<<("
    names_or_labels = st.one_of(names, labels, st.sampled_from(["[]", "[ ]"]))
    subject = value = draw(names_or_labels)
    if depth and not is_term and draw(st.booleans()):
        subject = draw(inner_triples(depth - 1, "<<"))
    if draw(st.booleans()):  # pyoxigraph takes no long texts there
        value = draw(plain.filter(lambda text: text[:3] not in ('"""', "'''")))
    elif depth:
        value = draw(inner_triples(depth - 1, draw(st.sampled_from(["<<(", opening]))))
    reifier = "" if is_term else draw(reifiers)
    parts = [opening, subject, draw(st.one_of(names, st.just("a"))), value, reifier]
    return draw(gaps).join([*parts, ")>>" if is_term else ">>"])


reifiers = st.one_of(st.just(""), st.just("~"), st.one_of(names, labels).map("~ {}".format))


@st.composite
def annotations(draw: st.DrawFn, depth: int) -> str:
    parts = []
    # Of two reifiers within an annotation pyoxigraph takes the wrong one for what comes after it.
    for _ in range(draw(st.integers(0, 2 if depth == 2 else 1))):
        parts.append(draw(reifiers))
        if depth and draw(st.booleans()):
            parts.append(f"{{|{draw(gaps)}{draw(properties(depth - 1, new=True))}{draw(gaps)}|}}")
    return "".join(draw(gaps) + part for part in parts)


@st.composite
def values(draw: st.DrawFn, depth: int = 2, new: bool = False) -> str:
    kinds = ["plain", "plain", "brackets", "list", *(["<<(", "<<"] if new else [])]
    kind = draw(st.sampled_from(kinds)) if depth else "plain"
    if kind == "plain":
        return draw(plain)
    if kind in ("<<(", "<<"):
        return draw(inner_triples(depth - 1, kind))
    gap = draw(gaps)
    if kind == "list":
        items = draw(st.lists(values(depth - 1, new), max_size=4))
        return f"({gap}{gap.join([*items, ''])})"
    inner = draw(properties(depth - 1, new)) if draw(st.booleans()) else ""
    return f"[{gap}{inner}{gap}]"


@st.composite
def properties(draw: st.DrawFn, depth: int = 2, new: bool = False) -> str:
    """Give properties and values.

    :param new: whether what RDF 1.2 has brought may stand among them.
    """
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        gap = draw(gaps)
        verb = draw(st.one_of(names, st.just("a")))
        objects = draw(st.lists(values(depth, new), min_size=1, max_size=3))
        if new:
            objects = [value + draw(annotations(depth)) for value in objects]
        parts.append(f"{verb}{gap}" + f"{draw(gaps)},{draw(gaps)}".join(objects))
    return f"{draw(gaps)};{draw(gaps)}".join(parts)


@st.composite
def statements(draw: st.DrawFn) -> str:
    subject = draw(
        st.one_of(names, labels, st.just("[]"), properties(1).map("[{}]".format), st.just("(1 2)"))
    )
    return f"{subject}{draw(gaps)}{draw(properties())}{draw(gaps)}"


@st.composite
def new_statements(draw: st.DrawFn) -> str:
    """Give statements with triple terms, reifiers and annotations."""
    subject = draw(st.one_of(names, labels, inner_triples(1, "<<"), st.just("[:q << :a :b 1 >>]")))
    if subject[:2] == "<<" and draw(st.booleans()):
        return f"{subject} . {draw(statements())}"  # pyoxigraph wants a dot, in a graph too
    return f"{subject}{draw(gaps)}{draw(properties(new=True))}{draw(gaps)}"


versions = st.sampled_from(["", 'VERSION "1.2"', "@version '1.2' .", 'version "1.2"\n'])


@st.composite
def new_documents(draw: st.DrawFn) -> str:
    """Give documents of RDF 1.2 Turtle."""
    gap = draw(gaps)
    parts = [draw(versions) + gap + draw(new_statements()) for _ in range(draw(st.integers(0, 4)))]
    return draw(versions) + gap + HEAD + gap + f".{gap}".join([*parts, ""])


@st.composite
def documents(draw: st.DrawFn) -> str:
    gap = draw(gaps)
    return HEAD + gap + f".{gap}".join([*draw(st.lists(statements(), max_size=5)), ""])


@st.composite
def datasets(draw: st.DrawFn, new: bool = False) -> str:
    blocks = [HEAD]
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(["", ":g", "<g>", "_:a", "[]", "GRAPH :h", "graph _:g"]))
        said = st.lists(new_statements() if new else statements(), max_size=3)
        inside = f"{draw(gaps)}.{draw(gaps)}".join(draw(said))
        blocks.append(f"{name}{draw(gaps)}{{{inside}{draw(gaps)}}}")
        blocks.append(f"{draw(statements())}." if draw(st.booleans()) else "")
    return draw(gaps).join(blocks)
