"""OLE compound files as Office wrote before 2007, made small."""

from struct import pack

MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR, _SMALL_SECTOR = 512, 64
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MINIMUM = 4096  # smaller streams would lie in the mini stream


def compound_file(
    streams: dict[str, bytes],
    *,
    storages: tuple[str, ...] = (),
    owner: bytes = bytes(16),
    small: bool = False,
) -> bytes:
    """Streams and storages side by side under a root with this class id.

    Streams are filled up to a size with sectors of their own, unless they are to stay `small`.
    """
    sectors: list[bytes] = []
    chain: list[int] = []
    inner: list[bytes] = []
    inner_chain: list[int] = []
    entries = b"".join(_entry(name, 1) for name in storages)
    for name, data in streams.items():
        if small:
            start = _append(inner, inner_chain, data, _SMALL_SECTOR)
            size = len(data)
        else:
            size = max(_MINIMUM, len(data))
            start = _append(sectors, chain, data.ljust(size, b"\0"))
        entries += _entry(name, 2, start=start, size=size)
    mini_fat = mini_stream = _END
    if small:
        mini_fat = _append(sectors, chain, pack(f"<{len(inner_chain)}I", *inner_chain))
        mini_stream = _append(sectors, chain, b"".join(inner))
    root = _entry("Root Entry", 5, owner, start=mini_stream, size=len(inner) * _SMALL_SECTOR)
    directory = _append(sectors, chain, root + entries)
    fat = pack("<128I", *[*chain, 0xFFFFFFFD, *[_FREE] * (127 - len(chain))])
    header = pack("<8s16xHHHHH6xII", MAGIC, 62, 3, 0xFFFE, 9, 6, 0, 1)
    header += pack("<IIIIIII", directory, 0, _MINIMUM, mini_fat, int(small), _END, 0)
    header += pack("<109I", len(sectors), *[_FREE] * 108)
    return header + b"".join(sectors) + fat


def _append(sectors: list[bytes], chain: list[int], data: bytes, size: int = _SECTOR) -> int:
    start = len(sectors)
    for at in range(0, max(1, len(data)), size):
        sectors.append(data[at : at + size].ljust(size, b"\0"))
        chain.append(len(sectors))
    chain[-1] = _END
    return start


def _entry(
    name: str, kind: int, owner: bytes = bytes(16), *, start: int = 0, size: int = 0
) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return pack(
        "<64sHBBIII16s20xIQ", text, len(text), kind, 1, _FREE, _FREE, _FREE, owner, start, size
    )
