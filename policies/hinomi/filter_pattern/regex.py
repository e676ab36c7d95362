"""The regular expressions of filter patterns, run by RE2.

There is no group, no back-reference and no look-around, so every regex runs in time linear in the
message; RE2 guarantees it.
"""

from collections.abc import Callable

from hinomi.filter_pattern.limits import REGEX_INSTRUCTIONS
from hinomi.filter_pattern.regex_syntax import RegexReader, translate


def compile_regex(source: str, pattern: str = "", position: int = 0) -> Callable[[str], bool]:
    """A linear-time "is it found anywhere" test; `^` and `$` are the ends of the whole text.

    source: what stands between the % signs, inside `pattern` at `position` (for the refusal).
    Raises InvalidPattern for what AWS refuses.
    """
    reader = RegexReader(pattern or source, source, position)
    translated = translate(reader)

    import re2  # here, because most patterns hold no regex and the library costs 10 ms

    options = re2.Options()
    options.log_errors = False
    # A set of one says no more than "found", which takes half the time of a match with its place
    # (measured). Its automaton never gives up: RE2 makes none without memory enough, and only a
    # search for a single regex bails out when slow (dfa.cc).
    alone = re2.Set.SearchSet(options)
    try:
        large = re2.compile(translated.encode(), options).programsize > REGEX_INSTRUCTIONS
        alone.Add(translated.encode())
        alone.Compile()
    except re2.error:  # our check leaves only size to fail
        large = True
    if large:
        reader.refuse(
            "this regex is too large to run fast on every message",
            "use smaller repetitions, or + and * instead of {m,n}",
            0,
        )
    search = alone.Match

    def is_found(text: str) -> bool:
        try:
            return search(text.encode()) is not None
        except UnicodeEncodeError:  # JSON may spell half a surrogate pair: "\ud83d"
            return search(_encoded(text)) is not None

    return is_found


def _encoded(text: str) -> bytes:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
