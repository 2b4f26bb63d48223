"""Pure: the subjects of a release in their order → the files that are made of them.

No function here holds the whole graph; what must be sorted anew is sorted in runs.
"""

from lod.deriving.derived import derive

__all__ = ["derive"]
