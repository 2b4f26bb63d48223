"""A table of any kind is brought in: a copy without what nobody may see, a sidecar to correct.

The room's rule: in doubt nothing is guessed, and in doubt what may be somebody's is withheld. What
is told names columns and rows, never the words of a cell that was left out.

``finding`` reads a file's bytes (``characters``: its encoding), ``heads`` finds the columns' names,
``looking`` what they hold (``columnwords``: what columns are called), ``personal`` what nobody may
see, ``copying`` and ``jsoncopy`` write the copy. ``proposing`` writes the sidecar: ``dating``,
``numbering``, ``rowshapes`` and ``meanings`` guess its parts, ``shown`` writes examples.
``bringing_in`` does it all.
"""

from lod.publishing.importing.tabular.bringing_in import BroughtTable, TableWishes, bring_table
from lod.publishing.importing.tabular.finding import has_table
from lod.publishing.importing.tabular.personal import PrivacyWishes

__all__ = ["BroughtTable", "PrivacyWishes", "TableWishes", "bring_table", "has_table"]
