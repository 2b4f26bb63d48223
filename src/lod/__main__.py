"""``lod``, and ``python -m lod``."""

import sys
import traceback

from lod.cli import BUG, end, end_once, go_on_guarded, heed, leave, load_commands
from lod.files import fill_closed, text_to

_GUARDED = {"check", "decide", "diff", "import", "init", "keys"}
"""The commands that read what others wrote, and end."""


def run() -> None:
    """Run the command line; gives its exit code to the system."""
    heed(leave)
    fill_closed()
    sys.stderr = text_to(2)
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command in _GUARDED:
        go_on_guarded()
    try:
        main, take_output = load_commands()
    except Exception:  # noqa: BLE001 - what is not installed as it should be is no verdict on data
        traceback.print_exc()
        sys.exit(BUG)
    heed(end_once if command in _GUARDED else end)
    take_output()
    main()


if __name__ == "__main__":
    run()
