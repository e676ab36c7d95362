"""Terms -> `message -> bool`. A term is found anywhere in the message, inside words too."""

from collections.abc import Callable
from typing import TypeAlias

from hinomi.filter_pattern.regex import compile_regex
from hinomi.filter_pattern.tree import Regex, Sign, Term, Terms

Predicate: TypeAlias = Callable[[str], bool]


def compile_terms(pattern: Terms) -> Predicate:
    """The predicate over a message."""
    if only_optional(pattern):
        return _any_of([term_test(term) for term in pattern.terms])
    required = [term_test(t) for t in pattern.terms if t.sign is Sign.REQUIRED]
    excluded = [term_test(t) for t in pattern.terms if t.sign is Sign.EXCLUDED]
    if len(required) == 1 and not excluded:
        return required[0]

    def matches(message: str) -> bool:
        for occurs in required:
            if not occurs(message):
                return False
        for occurs in excluded:  # noqa: SIM110 -- as above, without a generator
            if occurs(message):
                return False
        return True

    return matches


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


def _any_of(tests: list[Predicate]) -> Predicate:
    def matches(message: str) -> bool:
        for occurs in tests:  # noqa: SIM110
            if occurs(message):
                return True
        return False

    return matches
