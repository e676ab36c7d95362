"""Property selectors of JSON patterns, metric values and dimensions.

selector = "$" step { step }
step     = "." name | "." "['" characters "']" | ".*" | "[" index "]" | "[*]"
name     = one or more of A-Z a-z 0-9 _ -
"""

import re
from typing import NoReturn

from hinomi.filter_pattern.limits import WILDCARDS_IN_A_SELECTOR
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import Selector, Step, Wildcard


def read_selector(tokens: Tokenizer) -> Selector:
    """A selector at the tokenizer's place. Raises InvalidPattern."""
    start = tokens.position
    if tokens.take("$") is None:
        _refuse_start(tokens)
    steps: list[Step] = []
    while not tokens.at_end and tokens.character in ".[":
        steps.append(_read_step(tokens))
    if not steps:
        word = tokens.peek("name")
        hint = f"write $.{word.text}" if word else "write $.name, $.list[0] or $.list[*].name"
        tokens.refuse("a selector goes on with a dot or a bracket after the $", hint)
    wildcards = sum(isinstance(step, Wildcard) for step in steps)
    if wildcards > WILDCARDS_IN_A_SELECTOR:
        tokens.refuse(
            f"a selector has at most {WILDCARDS_IN_A_SELECTOR} wildcard, this one {wildcards}",
            "replace all but one by an index or a name",
            start,
        )
    return Selector(tuple(steps))


def _read_step(tokens: Tokenizer) -> Step:
    if tokens.read("any element"):
        return Wildcard.ELEMENT
    if tokens.read("any property"):
        return Wildcard.PROPERTY
    index = tokens.read("index")
    if index is not None:
        return int(index.text[1:-1])
    if tokens.character == "[":
        _refuse_bracket(tokens)
    tokens.take(".")
    key = tokens.read("key in quotes")
    if key is not None:
        return key.text[2:-2]
    name = tokens.read("name")
    if name is None:
        _refuse_name(tokens)
    return name.text


def _refuse_start(tokens: Tokenizer) -> NoReturn:
    word = tokens.peek("name")
    if tokens.character == "!" or (word is not None and word.text.upper() == "NOT"):
        tokens.refuse(
            "a condition cannot be negated",
            "write the opposite: != instead of =, NOT EXISTS after the selector",
        )
    if word is not None:
        tokens.refuse("a condition begins with a selector", f"write $.{word.text}")
    seen = tokens.rest()
    reason = "a condition begins with a selector" + (f", not {seen!r}" if seen else "")
    tokens.refuse(reason, 'write $.name = "value"')


def _refuse_bracket(tokens: Tokenizer) -> NoReturn:
    if tokens.starts_with("['") or tokens.starts_with('["'):
        key = re.match(r"""\[(["'])([^"']*)\1\]""", tokens.source[tokens.position :])
        hint = f"write .['{key[2] if key else 'the.key'}']"
        tokens.refuse("a quoted key needs a dot before its bracket", hint)
    if tokens.starts_with("[-"):
        tokens.refuse("an index counts from the front", "write [0], or [*] for any element")
    tokens.refuse("in the brackets stands one index or *", "write [0], or [*] for any element")


def _refuse_name(tokens: Tokenizer) -> NoReturn:
    if tokens.character == ".":
        tokens.refuse("there is no .. to search all levels", "name each level: $.a.b")
    if tokens.character == "[":
        inside = re.match(r"""\["([^"']*)"\]""", tokens.source[tokens.position :])
        if tokens.peek("index") or tokens.peek("any element"):
            tokens.refuse("an index follows its list without a dot", "remove the dot: $.list[0]")
        hint = f"write $.['{inside[1] if inside else 'the.key'}']"
        tokens.refuse("a quoted key is ['...'] with plain single quotes", hint)
    if tokens.character == '"':
        key = re.match(r'"([^"]*)"', tokens.source[tokens.position :])
        tokens.refuse(
            "a key takes no double quotation marks",
            f"write $.['{key[1] if key else 'the.key'}']",
        )
    if tokens.at_end or tokens.character in " \t\r\n=!<>)}":
        tokens.refuse("a name is missing after the dot", "write $.name")
    tokens.refuse(
        f"an unquoted name takes only letters, digits, _ and -, not {tokens.character!r}",
        f"write $.['{tokens.whole_word('=!<>(){}.[]&|')}']",
    )
