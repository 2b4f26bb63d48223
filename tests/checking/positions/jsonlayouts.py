"""Random documents of JSON-LD, in random layout."""

import json

from hypothesis import strategies as st

from checking.positions.finding import EX

DATE = "http://www.w3.org/2001/XMLSchema#date"
CONTEXT = {
    "@vocab": EX,
    "ex": f"{EX}ex/",
    "id": "@id",
    "type": "@type",
    "val": "@value",
    "lang": "@language",
    "nothing": "@none",
    "inside": "@nest",
    "ref": {"@type": "@id"},
    "class": {"@type": "@vocab"},
    "date": {"@type": DATE},
    "json": {"@type": "@json"},
    "list": {"@container": "@list"},
    "refs": {"@container": "@list", "@type": "@id"},
    "set": {"@container": "@set"},
    "label": {"@container": "@language"},
    "labels": {"@container": ["@language", "@set"], "@direction": "rtl"},
    "index": {"@container": "@index"},
    "indexed": {"@container": "@index", "@index": "ex:name"},
    "ids": {"@container": ["@id", "@set"]},
    "types": {"@container": "@type"},
    "typeset": {"@container": ["@type", "@set"]},
    "typerefs": {"@container": "@type", "@type": "@vocab"},
    "graph": {"@container": "@graph"},
    "graphs": {"@container": ["@graph", "@id"]},
    "inverse": {"@reverse": "p"},
    "scoped": {"@context": {"p": "ex:q", "ex": f"{EX}ex2/"}},
    "plain": {"@language": None},
    "Scoping": {"@context": {"q": "ex:r"}},
}
words = st.sampled_from(["x", "å😀", "a b", "1", "true", "ex:a", 'q"', "\\", ""])
numbers = st.sampled_from([0, 1, -7, 1.5, 1e30, True, False])
names = st.sampled_from(["a", "b", "ex:c", f"{EX}d", "_:n", "_:m"])
classes = st.sampled_from(["T", "ex:U", "Scoping", f"{EX}V"])
keys = st.sampled_from(["p", "q", "ex:r", f"{EX}s", "plain"])
tags = st.sampled_from(["sv", "en-GB", "@none", "nothing"])
anything = st.recursive(
    st.none() | numbers | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)


def one_or_several(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return values | st.lists(values | st.none(), max_size=3)


value_objects = st.one_of(
    st.builds(lambda v: {"@value": v}, words | numbers | st.none()),
    st.builds(lambda v, t: {"@value": v, "lang": t}, words, st.sampled_from(["sv", "de"])),
    st.builds(lambda v: {"@language": "ar", "@direction": "rtl", "val": v, "@index": "i"}, words),
    st.builds(lambda v, t: {"type": t, "@value": v}, words, classes),
    st.builds(lambda v: {"@type": "@json", "@value": v}, anything),
)


@st.composite
def nodes(draw: st.DrawFn, depth: int, named: bool = False) -> dict[str, object]:
    """Give an object; with a type that has a context of its own, or none, or another."""
    node: dict[str, object] = {}
    if draw(st.booleans()):
        node[draw(st.sampled_from(["@type", "type"]))] = draw(
            classes | st.lists(classes, max_size=2)
        )
    if named or draw(st.booleans()):
        node[draw(st.sampled_from(["@id", "id"]))] = draw(names)
    if depth and draw(st.booleans()):
        node["@context"] = {"q": "ex:own", "extra": draw(st.sampled_from([None, "ex:extra"]))}
    for _ in range(draw(st.integers(0, 3))):
        key, value = draw(members(depth))
        node[key] = value
    order = draw(st.permutations([*node]))
    return {key: node[key] for key in order}


@st.composite
def members(draw: st.DrawFn, depth: int) -> tuple[str, object]:
    """Give a name and what stands under it."""
    kinds = ["value", "ref", "class", "date", "json", "list", "refs", "label", "labels"]
    within = ["node", "set", "lists", "index", "indexed", "ids", "types", "graph", "nest", "more"]
    kind = draw(st.sampled_from(kinds + within if depth else kinds))
    inner = nodes(depth - 1) if depth else st.nothing()
    simple = {
        "value": one_or_several(words | numbers | value_objects),
        "ref": one_or_several(names),
        "class": one_or_several(classes),
        "date": one_or_several(words | numbers),
        "json": anything,
        "list": one_or_several(words | numbers | value_objects),
        "refs": one_or_several(names),
        "label": st.dictionaries(tags, one_or_several(words), max_size=2),
        "labels": st.dictionaries(tags, one_or_several(words), max_size=2),
        "set": st.builds(lambda v: {"@set": v}, one_or_several(words | value_objects | inner)),
        "index": st.dictionaries(words, one_or_several(words | numbers | inner), max_size=2),
        "indexed": st.dictionaries(words.filter(bool), nodes(depth - 1, named=True), max_size=2),
        "ids": st.dictionaries(names, inner.map(without_id), max_size=2),
        "graph": st.lists(inner, max_size=2),
    }
    if kind in ("value", "node"):
        found = one_or_several(inner) if kind == "node" else simple[kind]
        return draw(keys if kind == "value" else keys | st.just("scoped")), draw(found)
    if kind == "lists":
        items = st.lists(words | numbers | st.lists(words | inner, max_size=2) | inner, max_size=3)
        is_object = draw(st.booleans())
        return ("p", {"@list": draw(items)}) if is_object else ("list", draw(items))
    if kind == "types":
        name = draw(st.sampled_from(["types", "typeset", "typerefs"]))
        strings = names if name != "typerefs" else classes
        values = st.dictionaries(
            classes | st.just("@none"), one_or_several(inner | strings), max_size=3
        )
        return name, draw(values)
    if kind == "nest":
        return draw(st.sampled_from(["@nest", "inside"])), dict([draw(members(depth - 1))])
    if kind == "more":
        return draw(
            st.tuples(st.just("@included"), st.lists(nodes(depth - 1, named=True), max_size=2))
            | st.tuples(st.just("inverse"), st.lists(inner, max_size=2))
            | st.builds(lambda v: ("@reverse", {"q": v}), st.lists(inner, max_size=2))
            | st.builds(lambda n, v: ("graphs", {n: v}), names, nodes(depth - 1, named=True))
        )
    return kind, draw(simple[kind])


def without_id(node: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in node.items() if key not in ("@id", "id")}


@st.composite
def json_documents(draw: st.DrawFn) -> str:
    """Give documents, each with the context above."""
    graph = draw(st.lists(nodes(2, named=True), max_size=3))
    document: dict[str, object] = {"@context": CONTEXT, "@graph": graph}
    indent = draw(st.sampled_from([None, 1]))
    return json.dumps(document, indent=indent, ensure_ascii=draw(st.booleans()))
