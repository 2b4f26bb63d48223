"""A page that was saved in a browser becomes a source: its text, the original, a sidecar.

The text is what is read and pointed into. What a browser shows around a page (menus, banners,
footers) is left out of it, and told; the original is kept as it was fetched.

``bringing`` writes the three files, ``kinds`` tells a page from what is none, ``decoding`` reads
its characters, ``content`` takes out what isn't the page's, ``rendering`` makes lines of the rest.
"""

from lod.publishing.importing.bringing import Imported, import_page

__all__ = ["Imported", "import_page"]
