"""Our translation to RE2 against Python's own engine, which knows AWS's notation as it stands."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from hinomi.filter_pattern import regex

END = "<end>"  # stands for the anchor until each engine gets its own
LITERALS = st.sampled_from([*"aZ09:_#=@/;,- ", r"\.", r"\[", r"\\", r"\|", r"\-", r"\x28", r"\x0a"])
ESCAPES = st.sampled_from([r"\d", r"\D", r"\s", r"\S", r"\w", r"\W"])
MEMBERS = st.one_of(
    ESCAPES, st.sampled_from(["a-f", "0-9", r"\x20-\x2f", "a", "Z", ".", "*", "$", "|", "{", r"\]"])
)
CLASSES = st.builds(
    lambda negated, members: f"[{negated}{''.join(members)}]",
    st.sampled_from(["", "^"]),
    st.lists(MEMBERS, min_size=1, max_size=3),
)
REPEATS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,}", "{0,2}", "{,2}", "*?", "{1,2}?"])
ITEMS = st.one_of(
    st.sampled_from(["^", END]),
    st.builds(
        lambda item, repeat: item + repeat,
        st.one_of(st.just("."), LITERALS, ESCAPES, CLASSES),
        REPEATS,
    ),
)
BRANCHES = st.lists(ITEMS, min_size=1, max_size=4).map("".join)
REGEXES = st.lists(BRANCHES, min_size=1, max_size=2).map("|".join)
TEXTS = st.text(st.sampled_from("aZ09bf:_#.[]\\|-( \n\t\x0b\x1f*$é警"), max_size=8)


@settings(max_examples=300, deadline=None)
@given(REGEXES, TEXTS)
def test_finds_what_python_finds(source: str, text: str) -> None:
    # Python's $ also stands before a last line break; AWS's is the end of the message.
    python = re.compile(source.replace(END, r"\Z"), re.ASCII)
    ours = regex.compile_regex(source.replace(END, "$"))
    assert ours(text) is (python.search(text) is not None)
