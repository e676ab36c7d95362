"""The words of a message in each language; a new language is a file here and a line below."""

from collections.abc import Mapping

from notifier.wording.english import ENGLISH
from notifier.wording.japanese import JAPANESE
from notifier.wording.words import Words

WORDS: Mapping[str, Words] = {"en": ENGLISH, "ja": JAPANESE}

__all__ = ["WORDS", "Words"]
