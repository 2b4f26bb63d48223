"""How much a process may take: memory, time, files (getrlimit(2)). Linux only."""


def data_in_use() -> int:
    """Give the bytes that RLIMIT_DATA counts, near enough (the stack is counted too)."""
    import resource  # Windows has none, and confines nothing

    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[5]) * resource.getpagesize()


def lower_limit(kind: int, size: int) -> None:
    """Set a limit of this process, by its number in ``resource``; never above the hard one."""
    import resource

    hard = resource.getrlimit(kind)[1]
    size = size if hard == resource.RLIM_INFINITY else min(size, hard)
    resource.setrlimit(kind, (size, hard))
