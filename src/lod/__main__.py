"""``lod``, and ``python -m lod``."""

import sys
import traceback

from lod.cli_exits import BUG, end, heed, leave
from lod.streams import fill_closed, text_to


def run() -> None:
    """Run the command line; gives its exit code to the system."""
    heed(leave)
    fill_closed()
    sys.stderr = text_to(2)
    try:
        from lod.cli import main  # takes half a second
        from lod.output import take_output
    except Exception:  # noqa: BLE001 - what is not installed as it should be is no verdict on data
        traceback.print_exc()
        sys.exit(BUG)
    heed(end)
    take_output()
    main()


if __name__ == "__main__":
    run()
