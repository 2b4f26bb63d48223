"""Files: those that people name are read in their folder, what is written is whole or not there.

The one home of temporary folders, too, and of standard streams that are closed, full or unread.
Knows nothing of RDF.
"""

from lod.files.parallel import FORKS, give_back, in_parallel, processors, without_collector
from lod.files.read import (
    MOST_EDITED,
    Unfit,
    copy_stream,
    folders_in,
    open_file,
    read_file,
    read_text_file,
    refuse_outside,
    refuse_unfit,
    shown_path,
)
from lod.files.slips import (
    CONFLICT,
    CONFLICT_TODO,
    CURLY,
    STRAIGHT_TODO,
    UNSEEN,
    UNSEEN_SIGNS,
    UNSEEN_TODO,
    curly,
    find_conflicts,
    is_conflict_mark,
    unseen,
)
from lod.files.sorting import SortedLines, joined_lines, sorted_lines
from lod.files.streams import (
    PACKET,
    fill_closed,
    has_room,
    raising,
    text_to,
    unblocked,
)
from lod.files.temporary import (
    folder_until_exit,
    held_back,
    is_full,
    no_room_told,
    temporary_folder,
    try_lock,
)
from lod.files.write import (
    DISK,
    new_folder,
    point,
    put,
    put_all,
    put_new,
)

__all__ = [
    "CONFLICT",
    "CONFLICT_TODO",
    "CURLY",
    "DISK",
    "FORKS",
    "MOST_EDITED",
    "PACKET",
    "STRAIGHT_TODO",
    "UNSEEN",
    "UNSEEN_SIGNS",
    "UNSEEN_TODO",
    "SortedLines",
    "Unfit",
    "copy_stream",
    "curly",
    "fill_closed",
    "find_conflicts",
    "folder_until_exit",
    "folders_in",
    "give_back",
    "has_room",
    "held_back",
    "in_parallel",
    "is_conflict_mark",
    "is_full",
    "joined_lines",
    "new_folder",
    "no_room_told",
    "open_file",
    "point",
    "processors",
    "put",
    "put_all",
    "put_new",
    "raising",
    "read_file",
    "read_text_file",
    "refuse_outside",
    "refuse_unfit",
    "shown_path",
    "sorted_lines",
    "temporary_folder",
    "text_to",
    "try_lock",
    "unblocked",
    "unseen",
    "without_collector",
]
