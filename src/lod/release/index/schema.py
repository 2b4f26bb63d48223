"""The tables of ``index.sqlite``: what a file must have to be taken for one."""

INDEX_TABLES = (
    # How many things there are (things), and the power of ten that amounts are kept in (scale),
    # with what was taken from each (least).
    "CREATE TABLE told (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID",
    # Numbered from 0 in the order of IRIs. JSON: names by language; told has the beginnings of
    # descriptions (about), facts, and numbers of values by facet (held).
    "CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT, names TEXT, told TEXT)",
    "CREATE UNIQUE INDEX thing_iri ON thing (iri)",
    "CREATE TABLE held_value (id INTEGER PRIMARY KEY, facet TEXT, value TEXT, count INTEGER,"
    " things BLOB)",
    "CREATE UNIQUE INDEX held_value_of ON held_value (facet, value)",
    # How many things of a class (a value of the facet type) have another value.
    "CREATE TABLE cube (class INTEGER, value INTEGER, count INTEGER,"
    " PRIMARY KEY (class, value)) WITHOUT ROWID",
    # field: 0 all that search reads, 1 names alone.
    "CREATE TABLE word (id INTEGER PRIMARY KEY, field INTEGER, word TEXT, things BLOB)",
    "CREATE UNIQUE INDEX word_of ON word (field, word)",
    # A word's plain forms and stems, where they aren't the word itself.
    "CREATE TABLE form (field INTEGER, form TEXT, word INTEGER,"
    " PRIMARY KEY (field, form, word)) WITHOUT ROWID",
    # What many words begin with. plain: 0 of words as they are written, 1 of forms too.
    "CREATE TABLE beginning (id INTEGER PRIMARY KEY, field INTEGER, plain INTEGER, start TEXT,"
    " things BLOB)",
    "CREATE UNIQUE INDEX beginning_of ON beginning (field, plain, start)",
    # The binary places of a measure, see bits; place -1: the things that have it; -2, of amount
    # alone: the values themselves, in eight bytes each.
    "CREATE TABLE slice (measure TEXT, place INTEGER, things BLOB,"
    " PRIMARY KEY (measure, place)) WITHOUT ROWID",
    # things: their numbers in an order, the first ``known`` have a value; places: where each is.
    "CREATE TABLE ordering (id INTEGER PRIMARY KEY, name TEXT, known INTEGER, things BLOB,"
    " places BLOB)",
    # What more than a page of statements points at, and where in bytes each page begins, and ends.
    "CREATE TABLE hub (iri TEXT, page INTEGER, start INTEGER, PRIMARY KEY (iri, page))"
    " WITHOUT ROWID",
    "CREATE TABLE hub_size (iri TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID",
)
"""In SQLite's words, which a file's own must equal: no view, trigger or other index is let in."""

MANY_WORDS = 256
"""Words: what more of them begin with has its things told."""

ORDERS = ("name", "start", "end", "amount")
"""What lists can be sorted by; a name by its letters, the others by number, unknown ones last."""

MEASURES = ("earliest_start", "latest_start", "earliest_end", "latest_end", "amount")
