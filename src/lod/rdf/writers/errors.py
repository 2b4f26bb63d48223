"""What a writer raises."""

from lod.errors import LodError


class NotSerializable(LodError):
    """The graph can't be written in that format: another one can hold it.

    ``slug``, ``title`` and ``status`` as on QueryError.
    """

    exit_code = 3
    slug = "not-serializable"
    title = "The format can't hold this graph"
    status = 406
