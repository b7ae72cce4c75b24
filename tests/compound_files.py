"""OLE compound files as Office wrote before 2007, made small."""

from struct import pack

_SECTOR = 512
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MINIMUM = 4096  # smaller streams would lie in the mini stream


def compound_file(
    streams: dict[str, bytes], *, storages: tuple[str, ...] = (), owner: bytes = bytes(16)
) -> bytes:
    """Streams and storages side by side under a root with this class id."""
    contents = {name: data.ljust(_MINIMUM, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    chain: list[int] = []
    starts = {name: _append(sectors, chain, data) for name, data in contents.items()}
    directory = _entry("Root Entry", 5, owner)
    directory += b"".join(_entry(name, 1) for name in storages)
    directory += b"".join(
        _entry(name, 2, start=starts[name], size=len(data)) for name, data in contents.items()
    )
    first = _append(sectors, chain, directory)
    fat = pack("<128I", *[*chain, 0xFFFFFFFD, *[_FREE] * (127 - len(chain))])
    header = pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        first,
        0,
        _MINIMUM,
        _END,
        0,
        _END,
        0,
    )
    header += pack("<109I", len(sectors), *[_FREE] * 108)
    return header + b"".join(sectors) + fat


def _append(sectors: list[bytes], chain: list[int], data: bytes) -> int:
    start = len(sectors)
    data = data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")
    for at in range(0, len(data), _SECTOR):
        sectors.append(data[at : at + _SECTOR])
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
