"""Numbers with their unit, as people read them."""

_WORDS = {"Percent": " %", "Seconds": " s", "Milliseconds": " ms", "Mebibytes": " MiB"}
_BYTES = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def written(value: float, unit: str = "") -> str:
    """`95.3 %`, `4.9 GiB`, `1,204`: four significant digits, and no exponent."""
    if unit == "Bytes":
        step = 0
        while abs(value) >= 1024 and step < len(_BYTES) - 1:
            value, step = value / 1024, step + 1
        return f"{_digits(value)} {_BYTES[step]}"
    return _digits(value) + _WORDS.get(unit, "")


def _digits(value: float) -> str:
    if abs(value) >= 1e15:
        return f"{value:.4g}"
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.4g}"
