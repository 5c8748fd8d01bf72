from typing import Any, Callable, Dict, Optional, Sequence

from .frames import REPLY, STDERR, STDOUT, Bytes
from .outputs import Sink
from .service_channel import ServiceChannel


class CallOutput(Sink):
    """Sends output on as it comes."""

    def __init__(self, channel: ServiceChannel, call: int, kind: int, room: int) -> None:
        super().__init__(room)
        self._channel = channel
        self._call = call
        self._kind = kind

    def keep(self, data: bytes) -> None:
        self._channel.send(self._kind, self._call, [data])

    def crowded(self) -> bool:
        return self._channel.crowded

    def when_roomy(self, callback: Callable[[], None]) -> None:
        self._channel.when_roomy(callback)


class Call:
    """A request that is not answered yet."""

    def __init__(
        self, channel: ServiceChannel, number: int, output_bytes: int, on_answered: Callable[[int], None],
    ) -> None:
        self.stdout = CallOutput(channel, number, STDOUT, output_bytes)
        self.stderr = CallOutput(channel, number, STDERR, output_bytes)
        self.cancel: Optional[Callable[[], None]] = None
        self.number = number
        self._channel = channel
        self._on_answered = on_answered

    def reply(self, fields: Dict[str, Any], attached: Sequence[Bytes] = ()) -> None:
        self._channel.reply(self.number, fields, attached)
        self._on_answered(self.number)

    def reply_encoded(self, encoded: bytes) -> None:
        self._channel.send(REPLY, self.number, [encoded])
        self._on_answered(self.number)

    def refuse(self, problem: str) -> None:
        self.reply({'error': problem})

    def note(self, text: str) -> None:
        """A line of the agent's own, after what code wrote to stderr."""
        self.stderr.take(f'{text}\n'.encode())

    def finish(self, exit_code: int, seconds: float, end: Optional[str]) -> None:
        """Answers for code that ran."""
        fields: Dict[str, Any] = {
            'exitCode': exit_code,
            'seconds': seconds,
            'stdoutDropped': self.stdout.dropped,
            'stderrDropped': self.stderr.dropped,
        }
        if end is not None:
            fields['end'] = end
        self.reply(fields)
