import selectors
from typing import Callable, Dict, List

from .deadlines import Deadline, Deadlines

READ = selectors.EVENT_READ
WRITE = selectors.EVENT_WRITE


class Loop:
    """Waits for descriptors and deadlines. The agent has one thread, and it must never block elsewhere."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._callbacks: Dict[int, Callable[[int], None]] = {}
        self._deadlines = Deadlines()
        self._after_each_round: List[Callable[[], None]] = []

    def watch(self, descriptor: int, events: int, callback: Callable[[int], None]) -> None:
        self._callbacks[descriptor] = callback
        self._selector.register(descriptor, events, callback)

    def change(self, descriptor: int, events: int) -> None:
        self._selector.modify(descriptor, events, self._callbacks[descriptor])

    def forget(self, descriptor: int) -> None:
        if self._callbacks.pop(descriptor, None) is not None:
            self._selector.unregister(descriptor)

    def later(self, seconds: float, callback: Callable[[], None]) -> Deadline:
        return self._deadlines.after(seconds, callback)

    def after_each_round(self, callback: Callable[[], None]) -> None:
        self._after_each_round.append(callback)

    def run_once(self) -> None:
        for key, events in self._selector.select(self._deadlines.seconds_left()):
            # A callback of this round may have closed it, and its number may be another's by now.
            if self._callbacks.get(key.fd) is key.data:
                key.data(events)
        self._deadlines.run_due()
        for callback in self._after_each_round:
            callback()

    def close(self) -> None:
        self._selector.close()
