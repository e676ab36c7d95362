"""What stands on the right of an operator, and quoted strings everywhere.

value  = number | string | regex | word
number = [ "+" | "-" ] digits [ "." digits ] [ "e" [ "+" | "-" ] digits ]
string = '"' characters '"'         with \\" and \\\\ for a quote and a backslash
regex  = "%" characters "%"
word   = one or more of A-Z a-z 0-9 _ . * + -
"""

import re
from typing import NoReturn

from hinomi.filter_pattern.limits import REGEXES_IN_A_PATTERN
from hinomi.filter_pattern.regex import compile_regex
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import Number, Regex, Text, Value

ORDERINGS = frozenset({"<", ">", "<=", ">="})
_ESCAPE = re.compile(r'\\(["\\])')


class RegexCount:
    """Counts the regexes of one pattern."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0


def read_operator(tokens: Tokenizer, after: str) -> str:
    """= != < > <= >= ; `after` names what stands before it, for the refusal."""
    token = tokens.read("operator")
    if token is None:
        seen = tokens.rest()
        reason = f"{after} is followed by {seen!r}" if seen else f"{after} is followed by nothing"
        tokens.refuse(reason, "the operators are = != < > <= >=")
    if token.text == "==":
        tokens.refuse("there is no operator ==", "write a single =", token.position)
    return token.text


def read_value(
    tokens: Tokenizer, operator: str, reserved: dict[str, str], regexes: RegexCount
) -> Value:
    """The value after `operator`. `reserved` maps words that are refused unquoted to a hint."""
    if operator in ORDERINGS:
        return read_ordering_number(tokens, operator)
    if tokens.character == '"':
        return read_string(tokens)
    if tokens.character == "%":
        return read_regex(tokens, regexes)
    number = tokens.read("number")
    if number is not None:
        return Number(number.text)
    _refuse_almost_number(tokens)
    word = tokens.read("word")
    if word is None:
        _refuse_value(tokens, operator)
    if word.text in reserved:
        tokens.refuse(
            f"{word.text} is a reserved word, not a value", reserved[word.text], word.position
        )
    return Text(word.text, quoted=False)


def read_ordering_number(tokens: Tokenizer, operator: str) -> Number:
    """< > <= >= take an unquoted number and nothing else."""
    number = tokens.read("number")
    if number is None:
        _refuse_almost_number(tokens)
        if (
            operator == "<"
            and tokens.starts_with(">")
            and tokens.source[tokens.position - 1] == "<"
        ):
            tokens.refuse("there is no operator <>", "write !=", tokens.position - 1)
        seen = tokens.rest()
        reason = f"{operator} compares numbers only" + (f", not {seen}" if seen else "")
        quoted = re.match(r'"([0-9.+-]+)"', tokens.source[tokens.position :])
        if quoted:
            tokens.refuse(reason, f"remove the quotation marks: {quoted[1]}")
        tokens.refuse(reason, "write an unquoted number such as 400, -1, 55.5 or 1e-3")
    return Number(number.text)


def _refuse_almost_number(tokens: Tokenizer) -> None:
    """Whether AWS takes .5 for a number or for a text is unknown, and both can be said for sure."""
    almost = tokens.peek("almost number")
    if almost is not None:
        number = (
            re.sub(r"^([+-]?)\.", r"\g<1>0.", almost.text).replace(".e", ".0e").replace(".E", ".0E")
        )
        number += "0" if number.endswith(".") else ""
        tokens.refuse(
            f"{almost.text} has no digit on one side of its point",
            f'write {number} for the number, "{almost.text}" for the text',
        )


def _refuse_value(tokens: Tokenizer, operator: str) -> NoReturn:
    character = tokens.character
    if not character or character in ")}],&|":
        tokens.refuse(f"nothing follows {operator}", 'write a value, "" for the empty string')
    if character in "'‘’“”":
        tokens.refuse(f"{character} is no quotation mark here", 'use the plain double mark: "..."')
    if character in "<>" and operator == "=":
        tokens.refuse(
            f"there is no operator ={character}", f"write {character}=", tokens.position - 1
        )
    if character in "[{(":
        hint = "write one condition for each value, joined by ||"
        tokens.refuse(f"{operator} compares with one value", hint)
    if tokens.starts_with("$."):
        tokens.refuse(
            "a selector is compared with a value, not with another selector",
            f'put it in quotes if the text is meant: "{tokens.whole_word("=<>(){}[],&|")}"',
        )
    tokens.refuse(
        f"an unquoted value takes only letters, digits and _ . * + -, not {character!r}",
        f'put the value in quotes: "{tokens.whole_word("=<>(){}[],&|")}"',
    )


def read_string(tokens: Tokenizer) -> Text:
    """A quoted string, unescaped."""
    token = tokens.read("string")
    if token is None:
        hint = 'end the phrase with "'
        if tokens.source.endswith('\\"'):
            hint = (
                'the last \\" is a mark inside the phrase: write \\\\" to end it with a backslash'
            )
        tokens.refuse("this quotation mark is never closed", hint)
    # Any other backslash stays: "C:\Windows" means what it says.
    return Text(_ESCAPE.sub(r"\1", token.text[1:-1]))


def read_regex(tokens: Tokenizer, regexes: RegexCount) -> Regex:
    """A checked regex between two % signs; the third of a pattern is refused."""
    token = tokens.read("regex")
    if token is None:
        tokens.refuse("this % is never closed", "a regex stands between two % signs: %ERROR%")
    regexes.count += 1
    if regexes.count > REGEXES_IN_A_PATTERN:
        tokens.refuse(
            f"a pattern has at most {REGEXES_IN_A_PATTERN} regexes",
            "join alternatives with | inside one regex, or use * wildcards",
            token.position,
        )
    source = token.text[1:-1]
    compile_regex(source, tokens.source, token.position + 1)
    return Regex(source)


def continues(tokens: Tokenizer) -> bool:
    """Whether a value runs on where it should have ended, as in `"a"b`."""
    return not tokens.at_end and tokens.character not in " \t\r\n)}],&|"


def refuse_continuation(tokens: Tokenizer) -> None:
    """A value must be followed by a blank, a bracket, a comma or && and ||."""
    if continues(tokens):
        tokens.refuse(
            f"the value runs on into {tokens.character!r}",
            f'put the whole value in quotes: "{tokens.whole_word("=<>(){}[],&|")}"',
        )
