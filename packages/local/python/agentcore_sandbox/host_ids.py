"""Users of the host that sessions run as, when the service runs as root: each one's own, as long as no more than
`COUNT` have been made. The host may have given them to others, or another keeper with a like process id."""
import os
from typing import List, Tuple

COUNT = 4096
# Of the range that systemd leaves to containers, a part that its own allocation rarely gets to.
_PREFERRED = 0x60000000
_KEEPERS = 0xFFFF


def first_host_id(keeper: int, uid_map: str) -> int:
    """The first of `COUNT` ids. Within a container, few may exist: see /proc/self/uid_map."""
    preferred = _PREFERRED + (keeper & _KEEPERS) * COUNT
    extents = _extents(uid_map)
    if any(start <= preferred and preferred + COUNT <= end for start, end in extents):
        return preferred
    start, end = max(extents, key=lambda extent: extent[1] - extent[0], default=(0, 0))
    if end - start < 2 * COUNT:
        raise OSError(
            f'only {end - start} user ids exist here (/proc/self/uid_map): root needs {2 * COUNT} to give each session '
            'one of its own; run the service as an ordinary user instead',
        )
    # The last ones: people and services are numbered from below. 65534 is nobody.
    return min(end, 65534 if end == 65536 else end) - COUNT


def read_uid_map() -> str:
    with open('/proc/self/uid_map') as file:
        return file.read()


def is_root() -> bool:
    return os.geteuid() == 0


def _extents(uid_map: str) -> List[Tuple[int, int]]:
    extents = []
    for line in uid_map.splitlines():
        inside, _, count = (int(word) for word in line.split())
        extents.append((inside, inside + count))
    return extents
