"""The web: documents, pages, errors, the server. Flask lives here and nowhere else.

What is pure stands apart: conditions, codings, links. An IRI in an answer is the canonical
one whatever the Host header says; a link in a page is relative.
"""
