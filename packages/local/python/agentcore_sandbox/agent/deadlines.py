import heapq
import time
from typing import Callable, List, Optional, Tuple


class Deadline:
    """Calls back once, unless it is canceled before."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Optional[Callable[[], None]] = callback

    def cancel(self) -> None:
        self.callback = None


class Deadlines:
    def __init__(self) -> None:
        self._heap: List[Tuple[float, int, Deadline]] = []
        self._count = 0

    def after(self, seconds: float, callback: Callable[[], None]) -> Deadline:
        deadline = Deadline(callback)
        self._count += 1
        heapq.heappush(self._heap, (time.monotonic() + seconds, self._count, deadline))
        return deadline

    def seconds_left(self) -> Optional[float]:
        """Until the next one; None when there is none."""
        # A canceled deadline of 15 minutes would otherwise stay for that long, once for each call.
        while self._heap and self._heap[0][2].callback is None:
            heapq.heappop(self._heap)
        if len(self._heap) > 64 and self._heap[-1][2].callback is None:
            self._heap = [entry for entry in self._heap if entry[2].callback is not None]
            heapq.heapify(self._heap)
        return max(0.0, self._heap[0][0] - time.monotonic()) if self._heap else None

    def run_due(self) -> None:
        now = time.monotonic()
        while self._heap and self._heap[0][0] <= now:
            callback = heapq.heappop(self._heap)[2].callback
            if callback is not None:
                callback()
