"""Keep secrets out of the files that the system writes when a process crashes."""

import resource


def forbid_core_dumps() -> None:
    """Let neither this process nor any that it starts leave its memory in a core file.

    The service file says the same; a node that is started by hand has none.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
