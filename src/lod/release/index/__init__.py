"""``index.sqlite``: what lists, facets and search are answered from, exactly and in milliseconds.

Made of rows of plain values; read as sets of things. Its rooms: ``rows`` (what is taken of a
thing), ``gathering``, ``vocabulary`` and ``writing``; ``reading``, ``asking`` (which things),
``listing`` (pages) and ``counting``; ``bits`` (sets), ``wording`` (words), ``schema``.
"""
