"""The size of the frames in AV1 data: AV1 specification 5.3 and 5.5, as far as the size goes."""

SEQUENCE_HEADER = 1
MAX_UNITS = 8  # before the sequence header, which comes first or after a delimiter


class _Bits:
    """Bits of a byte string, the first first; beyond its end there is a ValueError."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def take(self, count: int) -> int:
        """The next `count` bits as a number."""
        self._left -= count
        if self._left < 0:
            raise ValueError("the AV1 data ends in its header")
        return self._value >> self._left & (1 << count) - 1


def frame_size(data: bytes) -> tuple[int, int]:
    """(width, height) that frames of this AV1 data can have. Raises ValueError."""
    at = 0
    for _ in range(MAX_UNITS):
        if at >= len(data):
            break
        kind, extension, sized = data[at] >> 3 & 15, data[at] >> 2 & 1, data[at] >> 1 & 1
        at += 1 + extension
        size, at = _leb128(data, at) if sized else (len(data) - at, at)
        if kind == SEQUENCE_HEADER:
            return _sequence(_Bits(data[at : at + size]))
        at += size
    raise ValueError("the AV1 data has no sequence header")


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = 0
    for place, byte in enumerate(data[at : at + 8]):
        value |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return value, at + place + 1
    raise ValueError("the AV1 data has a size without end")


def _sequence(bits: _Bits) -> tuple[int, int]:
    bits.take(4)  # profile, still picture
    if bits.take(1):  # reduced header
        bits.take(5)
    else:
        _skip_operating_points(bits)
    width_bits, height_bits = bits.take(4) + 1, bits.take(4) + 1
    return _side(bits, width_bits), _side(bits, height_bits)


def _side(bits: _Bits, count: int) -> int:
    """The greatest side, or the greatest that a frame may override it with."""
    side = bits.take(count)
    return side + 1 if side.bit_length() >= count - 1 else 1 << count


def _skip_operating_points(bits: _Bits) -> None:
    delay_bits = 0
    if bits.take(1):  # timing
        bits.take(64)
        if bits.take(1):
            zeros = 0
            while not bits.take(1):
                zeros += 1
            bits.take(zeros)
        if bits.take(1):  # decoder model
            delay_bits = bits.take(5) + 1
            bits.take(42)
    display_delay = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)
        if delay_bits and bits.take(1):
            bits.take(2 * delay_bits + 1)
        if display_delay and bits.take(1):
            bits.take(4)
