"""Which variable a query selects that isn't grouped: engines refuse it without naming it.

Source: SPARQL 1.1, 11.4 and 18.2.4.1 (aggregates).
"""

from collections.abc import Iterator, Sequence

from lod.checking.shacl.core.errors import Wrong
from lod.rdf import SparqlToken
from lod.words import msg

_AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_AFTER_GROUP = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")


def find_ungrouped(tokens: Sequence[SparqlToken]) -> Wrong | None:
    """Say what the first SELECT with groups gives that isn't one value for each of them.

    :param tokens: of the query, without white space and comments.
    """
    for number, token in enumerate(tokens):
        if token.upper == "SELECT" and (wrong := _of_select(tokens, number + 1)) is not None:
            return wrong
    return None


def _of_select(tokens: Sequence[SparqlToken], start: int) -> Wrong | None:
    body = next((n for n in range(start, len(tokens)) if tokens[n].text == "{"), len(tokens))
    chosen = tokens[start:body]
    end = _closing(tokens, body)
    grouped = _grouped(tokens, end + 1)
    if grouped is None:
        if not any(token.upper in _AGGREGATES for token in chosen):
            return None
        grouped = set()
    for token, known in _used(chosen, grouped):
        if token.text == "*":
            return Wrong(
                msg("SELECT * can't stand with GROUP BY"),
                expected=msg("the variables of GROUP BY, and aggregates (SPARQL 1.1, 11.4)"),
                at=token.start,
            )
        if not known:
            return _ungrouped(token)
    return None


def _ungrouped(token: SparqlToken) -> Wrong:
    return Wrong(
        msg("the variable {name} is selected, but not grouped", name=token.text),
        expected=msg("the variables of GROUP BY, and aggregates (SPARQL 1.1, 11.4)"),
        todo=msg(
            "add {name} to GROUP BY, or select an aggregate of it, as (SAMPLE({name}) AS ?one)",
            name=token.text,
        ),
        at=token.start,
    )


def _used(chosen: Sequence[SparqlToken], grouped: set[str]) -> Iterator[tuple[SparqlToken, bool]]:
    """Give what a SELECT uses outside of aggregates, and whether it has one value in a group."""
    known, depth, aggregate, before = set(grouped), 0, 0, ""
    for token in chosen:
        if token.text == "(":
            depth += 1
            if before in _AGGREGATES and not aggregate:
                aggregate = depth
        elif token.text == ")":
            aggregate = 0 if aggregate == depth else aggregate
            depth -= 1
        elif token.kind == "var" and before == "AS":
            known.add(token.text[1:])
        elif token.kind == "var" and not aggregate:
            yield token, token.text[1:] in known
        elif token.text == "*" and not depth:
            yield token, False
        before = token.upper


def _grouped(tokens: Sequence[SparqlToken], start: int) -> set[str] | None:
    """Give the variables of the GROUP BY that stands at a place; None if none does."""
    if [t.upper for t in tokens[start : start + 2]] != ["GROUP", "BY"]:
        return None
    found, depth, before = set(), 0, ""
    for number, token in enumerate(tokens[start + 2 :], start + 2):
        if token.upper in _AFTER_GROUP or (token.text in _CLOSING and not depth):
            break
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        around = "".join(t.text for t in tokens[number - 1 : number + 2 : 2])
        if token.kind == "var" and (not depth or before == "AS" or (depth == 1 and around == "()")):
            found.add(token.text[1:])
        before = token.upper
    return found


def _closing(tokens: Sequence[SparqlToken], start: int) -> int:
    """Give where the bracket that opens at a place is closed."""
    depth = 0
    for number in range(start, len(tokens)):
        depth += (tokens[number].text in _OPENING) - (tokens[number].text in _CLOSING)
        if not depth:
            return number
    return len(tokens)
