"""Print the code points every vendored face keeps: GB 2312 and the signs official forms use. One hexadecimal a line."""

# Latin and Latin-1, dashes and quotes, letter-like signs and arrows to mathematics, circled numbers, shapes, ticks,
# Chinese punctuation, enclosed and squared signs (㎡ ㎏), vertical forms, full-width forms.
SIGNS = (
    (0x0020, 0x007F),
    (0x00A0, 0x0100),
    (0x2010, 0x2040),
    (0x2100, 0x2300),
    (0x2460, 0x2500),
    (0x25A0, 0x2613),
    (0x2713, 0x2718),
    (0x3000, 0x3040),
    (0x3200, 0x3400),
    (0xFE30, 0xFE50),
    (0xFF00, 0xFFF0),
)


def gb2312() -> set[int]:
    """Every character of GB/T 2312-1980, as Python's codec knows it."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xFF) for cell in range(0xA1, 0xFF))
    return {ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore")}


def kept() -> list[int]:
    return sorted(gb2312().union(*(range(first, end) for first, end in SIGNS)))


if __name__ == "__main__":
    print("\n".join(f"{point:04X}" for point in kept()))
