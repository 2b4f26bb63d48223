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
