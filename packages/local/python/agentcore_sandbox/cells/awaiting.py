from typing import Any, Coroutine


class Awaiting:
    """Top-level await, in an event loop that lasts from cell to cell."""

    def __init__(self) -> None:
        self._loop: Any = None

    def result(self, coroutine: 'Coroutine[Any, Any, Any]') -> Any:
        import asyncio
        if self._loop is None or self._loop.is_closed():
            self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        task = self._loop.create_task(coroutine)
        try:
            return self._loop.run_until_complete(task)
        finally:
            # Interrupted: it must not go on in the next cell.
            task.cancel()
