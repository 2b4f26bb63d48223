"""``lod``, and ``python -m lod``."""

import sys
import traceback

from lod.cli_exits import BUG, end, heed, leave


def run() -> None:
    """Run the command line; gives its exit code to the system."""
    heed(leave)
    try:
        from lod.cli import main  # takes half a second
    except Exception:  # noqa: BLE001 - what is not installed as it should be is no verdict on data
        traceback.print_exc()
        sys.exit(BUG)
    heed(end)
    main()


if __name__ == "__main__":
    run()
