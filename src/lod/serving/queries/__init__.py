"""SPARQL: the protocol and the guard are pure; queries run in processes that can be killed.

Nothing here knows of the web: a request comes in as bytes, an answer goes out as bytes, and
every refusal is a :class:`lod.errors.QueryError`.
"""
