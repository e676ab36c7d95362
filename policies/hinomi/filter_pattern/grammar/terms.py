"""Patterns of terms for unstructured log lines.

terms = term { blank term }
term  = [ "?" | "-" ] ( word | string | regex )
word  = one or more of A-Z a-z 0-9 _ -
"""

from typing import NoReturn

from hinomi.filter_pattern.grammar.values import RegexCount, read_regex, read_string
from hinomi.filter_pattern.tokens import Tokenizer
from hinomi.filter_pattern.tree import Regex, Sign, Term, Terms, Text


def read_terms(tokens: Tokenizer) -> Terms:
    """Everything up to the end of the text. Raises InvalidPattern."""
    regexes = RegexCount()
    terms = [_read_term(tokens, regexes)]
    while not tokens.at_end:
        if not tokens.skip_blanks():
            _refuse_joined(tokens)
        if not tokens.at_end:
            terms.append(_read_term(tokens, regexes))
    return Terms(tuple(terms))


def _read_term(tokens: Tokenizer, regexes: RegexCount) -> Term:
    sign = Sign.REQUIRED
    if tokens.take("?"):
        sign = Sign.OPTIONAL
    elif tokens.take("-"):
        sign = Sign.EXCLUDED
    return Term(_read_value(tokens, sign, regexes), sign)


def _read_value(tokens: Tokenizer, sign: Sign, regexes: RegexCount) -> Text | Regex:
    if tokens.character == '"':
        return read_string(tokens)
    if tokens.character == "%":
        return read_regex(tokens, regexes)
    if sign is not Sign.REQUIRED and (tokens.at_end or tokens.character in " \t\r\n"):
        tokens.refuse(f"no term follows the {sign.value}", f'write {sign.value}word or "..."')
    if sign is not Sign.REQUIRED and tokens.character in "?-":
        tokens.refuse(
            "a term has one sign at most",
            f'quote the term: {sign.value}"{tokens.whole_word()[1:]}"',
        )
    word = tokens.read("term")
    if word is None:
        _refuse_character(tokens)
    return Text(word.text, quoted=False)


def _refuse_joined(tokens: Tokenizer) -> NoReturn:
    """Something follows a term without a blank."""
    character = tokens.character
    after_mark = tokens.source[tokens.position - 1] in '"%'
    if character in '"%?' or (after_mark and tokens.peek("term")):
        tokens.refuse("terms are separated by blanks", f"put a blank before the {character}")
    _refuse_character(tokens)


def _refuse_character(tokens: Tokenizer) -> NoReturn:
    character = tokens.character
    if character in "'‘’“”":
        tokens.refuse(f"{character} is no quotation mark here", 'use the plain double mark: "..."')
    if character == "*":
        hint = "a term already matches anywhere in a word: leave the * out, or quote it"
    elif character in "&|":
        hint = "terms side by side must all occur; for any of them write ?one ?two"
    elif character in "{[":
        hint = "a JSON or space-delimited pattern stands alone; quote the text otherwise"
    else:
        hint = f'put it in quotes: "{tokens.whole_word()}"'
    tokens.refuse(f"an unquoted term takes only letters, digits, _ and -, not {character!r}", hint)
