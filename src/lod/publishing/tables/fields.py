"""What a column can be said to hold, in ``[columns]`` of a table's sidecar."""

TEXT_FIELDS = ("title", "owner", "programme", "purpose", "status", "county", "municipality")
NAMES = (*TEXT_FIELDS, "location", "partners", "id", "owner_number", "currency")
DATES = ("start", "end")
PERIOD_FIELD = "period"
"""A start and an end in one cell, with a dash between."""
AMOUNTS = ("amount", "cofinancing")
NUMBERS = (*AMOUNTS, "share")
COLUMN_FIELDS = (*NAMES, *DATES, PERIOD_FIELD, *NUMBERS)
"""All of them."""

SEVERAL = ("owner", "owner_number", "county", "municipality", "location", "partners")
"""Those that may have several values."""

LOOKED_UP = tuple(name for name in NAMES if name != "owner_number")
"""Those whose words may stand for others."""

SAID_OF_ALL = tuple(name for name in NAMES if name not in ("id", "owner_number"))
"""Those that may hold of all rows; what tells rows and persons apart stands in the rows."""
