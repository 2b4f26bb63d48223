"""A reader per kind of source: bytes of a file become records, each value with its lines.

The room's rule: no RDF here, no guesses, and no repairs. What can't be read for certain
becomes an anomaly with its words; what can't be read at all becomes a problem, and the
rest is read all the same. Only a source without the expected structure raises.

``sidecar`` describes a source, ``page`` reads a page of a programme. The others are parts of
``page``: ``bounds`` finds where its programme and its list are, ``marks`` says what each line of
the list is (``signs``: by its looks; ``bare``: where labels have no colon), ``blocks`` cuts it into
projects, ``facts``, ``owners``, ``period`` (``times``, ``datewords``) and ``money`` (``numbers``)
read what they say, ``projects`` makes records of it, and ``listing`` sees to it that each line is
used, left out by name, or told. ``lines``, ``account``, ``changed``, ``frame``, ``problems`` and
``wording`` are what they share.
"""
