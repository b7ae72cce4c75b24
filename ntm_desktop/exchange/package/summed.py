"""Streams that sum up what passes through them."""

from hashlib import sha256

from ntm_desktop.exchange.package.container_writer import Stream


class Summed:
    """Passes bytes on to a stream, or to nowhere, and takes their SHA-256."""

    def __init__(self, to: Stream | None = None) -> None:
        self._to = to
        self._sum = sha256()

    def write(self, data: bytes | memoryview, /) -> int:
        """Take all of it, and give its length in bytes."""
        left = memoryview(data)
        self._sum.update(left)
        while self._to and left:
            done = self._to.write(left)
            left = left[len(left) if done is None else done :]
        return len(data)

    def hexdigest(self) -> str:
        """Give the sum of all that passed, 64 hex digits."""
        return self._sum.hexdigest()
