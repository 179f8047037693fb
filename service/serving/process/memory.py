"""Memory that large photos took goes back to the system."""

import ctypes

# glibc, malloc.h. Left alone it raises the first on its own, up to 32 MB, when a large block is
# freed, and then keeps what one photo of 50 megapixels took for as long as the process lives.
M_MMAP_THRESHOLD, M_TRIM_THRESHOLD = -3, -1
LARGE = 4 << 20  # bytes; the pictures of a 1-inch photo are smaller, and stay at hand
AT_HAND = 16 << 20


def give_back_large_blocks() -> None:
    """Have this process's blocks of `LARGE` bytes unmapped when freed; glibc alone can."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, AT_HAND)
