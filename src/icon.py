"""Draws icon.png, the icon of the packages, next to this file: three rows of events, and the cursor after the last one read."""

import os
import struct
import zlib

SIZE = 128
SAMPLES = 4  # Per pixel and axis, for smooth edges.
WHITE, AMBER = (255, 255, 255), (255, 190, 46)


def in_bar(x, y, left, right, center, half, radius):
    """Returns whether a point is in a bar with rounded corners."""
    dx = max(left + radius - x, x - (right - radius), 0)
    dy = max(abs(y - center) - (half - radius), 0)
    return dx * dx + dy * dy < radius * radius


def color_at(x, y):
    """Returns the color of a point, or None outside of the icon."""
    if not in_bar(x, y, 4, 124, 64, 60, 26):
        return None
    if 84 < x < 108 and abs(y - 89) < (108 - x) * 0.62:
        return AMBER
    for row, right in ((39, 104), (64, 104), (89, 74)):
        if (x - 29) ** 2 + (y - row) ** 2 < 49 or in_bar(x, y, 44, right, row, 6, 6):
            return WHITE
    depth = (x + y) / (2 * SIZE)
    return (14 + 14 * depth, 42 + 62 * depth, 92 + 112 * depth)


def pixel_at(column, row):
    """Returns red, green, blue and alpha: the mean of the samples."""
    offsets = [(i + 0.5) / SAMPLES for i in range(SAMPLES)]
    colors = [color_at(column + dx, row + dy) for dy in offsets for dx in offsets]
    hits = [color for color in colors if color]
    mean = [round(sum(channel) / len(hits)) for channel in zip(*hits)] or [0, 0, 0]
    return bytes([*mean, round(255 * len(hits) / len(colors))])


def chunk(kind, data):
    """Returns a chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = (b"\0" + b"".join(pixel_at(column, row) for column in range(SIZE)) for row in range(SIZE))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "icon.png"), "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)))
    file.write(chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b""))
