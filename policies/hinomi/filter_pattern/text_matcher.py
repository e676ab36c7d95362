"""Terms -> `message -> Match or None`. A term is found anywhere in a message, inside words too."""

from collections.abc import Callable
from typing import TypeAlias

from hinomi.filter_pattern.match import MATCHED, Match
from hinomi.filter_pattern.regex import compile_regex
from hinomi.filter_pattern.tree import Regex, Sign, Term, Terms, Text

Predicate: TypeAlias = Callable[[str], bool]
Matcher: TypeAlias = Callable[[str], Match | None]


def compile_terms(pattern: Terms) -> Matcher:
    """The matcher of a message."""
    if only_optional(pattern):
        return _any_of([term_test(term) for term in pattern.terms])
    required = [term for term in pattern.terms if term.sign is Sign.REQUIRED]
    excluded = [term for term in pattern.terms if term.sign is Sign.EXCLUDED]
    texts = _texts(required)
    # Nearly all patterns are one or two plain terms, and `in` is a tenth of the call around it.
    if len(texts) == len(required) and not excluded:
        if len(texts) == 1:
            (text,) = texts
            return lambda message: MATCHED if text in message else None
        if len(texts) == 2:
            one, two = texts
            return lambda message: MATCHED if one in message and two in message else None
    return _all_of(texts, _regexes(required), _texts(excluded), _regexes(excluded))


def _texts(terms: list[Term]) -> list[str]:
    return [term.value.text for term in terms if isinstance(term.value, Text)]


def _regexes(terms: list[Term]) -> list[Predicate]:
    return [term_test(term) for term in terms if isinstance(term.value, Regex)]


def only_optional(pattern: Terms) -> bool:
    """`?` terms are alternatives only among themselves: one plain or `-` term and AWS ignores
    every `?` term of the pattern."""
    return all(term.sign is Sign.OPTIONAL for term in pattern.terms)


def term_test(term: Term) -> Predicate:
    """Whether the term occurs in a message, whatever its sign."""
    if isinstance(term.value, Regex):
        return compile_regex(term.value.source)
    text = term.value.text
    return lambda message: text in message


def _all_of(
    texts: list[str],
    regexes: list[Predicate],
    no_texts: list[str],
    no_regexes: list[Predicate],
) -> Matcher:
    def match(message: str) -> Match | None:
        for text in texts:
            if text not in message:
                return None
        for text in no_texts:
            if text in message:
                return None
        for found in regexes:
            if not found(message):
                return None
        for found in no_regexes:
            if found(message):
                return None
        return MATCHED

    return match


def _any_of(tests: list[Predicate]) -> Matcher:
    def match(message: str) -> Match | None:
        for occurs in tests:
            if occurs(message):
                return MATCHED
        return None

    return match
