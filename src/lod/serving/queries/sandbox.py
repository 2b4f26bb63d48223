"""What a worker takes from itself before it sees a query: network, memory, files, priority.

Linux only. Source: getrlimit(2), sched(7).
"""

import os
import resource

from lod.confining import data_in_use, deny_network, deny_tcp, die_with, lower_limit

MIB = 1024 * 1024


def confine(*, parent: int, result: int) -> bool:
    """Confine this process for good; call it before any thread is started.

    :param parent: the process that this one dies with.
    :param result: MiB that a file written may have.
    :return: whether it is off the network, by seccomp or else by Landlock.
    """
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower_priority()
    lower_limit(resource.RLIMIT_FSIZE, result * MIB)
    return deny_network() or deny_tcp()


def limit_memory(memory: int) -> None:
    """Let the process take ``memory`` MiB beyond what is in use now; then malloc fails."""
    lower_limit(resource.RLIMIT_DATA, data_in_use() + memory * MIB)


def _lower_priority() -> None:
    os.nice(10)  # at 19 a short query starves where the machine has other work
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
