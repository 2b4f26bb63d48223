"""What a process gives up before it reads what others wrote: network, memory, time, its orphanhood.

The wing's rule: it knows nothing of what is read, and takes from its own process alone, for good.
Loads nothing but the standard library, as processes that live for one file begin with it.
"""

from lod.confining.kernel import deny_network, deny_tcp, die_with
from lod.confining.limits import data_in_use, lower_limit

__all__ = ["data_in_use", "deny_network", "deny_tcp", "die_with", "lower_limit"]
