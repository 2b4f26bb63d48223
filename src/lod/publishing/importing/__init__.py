"""What a funder has becomes a source: a page saved in a browser, or a table of any kind.

Of a page the text is what is read and pointed into. What a browser shows around it (menus, banners,
footers) is left out of it, and told; the original is kept as it was fetched. Of a table a copy is
kept without what nobody may see, and its original is not (``tabular``).

``bringing`` writes the files, ``kinds`` tells a page from what is none, ``decoding`` reads
its characters, ``content`` takes out what isn't the page's, ``rendering`` makes lines of the rest.
"""

from lod.publishing.importing.bringing import Imported, import_page, import_source
from lod.publishing.importing.tabular import PrivacyWishes, TableWishes

__all__ = ["Imported", "PrivacyWishes", "TableWishes", "import_page", "import_source"]
