"""Run the Python blocks of README.md and docs/; each document is one namespace, from the top."""

import re

from hypothesis import settings
from sybil import Sybil
from sybil.parsers.abstract import AbstractCodeBlockParser
from sybil.parsers.abstract.codeblock import PythonDocTestOrCodeBlockParser
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer


class _CodeBlocks(AbstractCodeBlockParser):
    """
    Fences that say `python`, with or without mkdocs options such as `title="…"`.

    A fence that says `python {skip}` is shown and not run; so is any other language.
    """

    def __init__(self, language, evaluator):
        info = re.compile(r'(?P<arguments>python)(?: +\w+="[^"\n]*")* *$\n', re.MULTILINE)
        super().__init__([RawFencedCodeBlockLexer(info)], language, evaluator)


class _Python(PythonDocTestOrCodeBlockParser):
    """A block of prompts is a doctest, and any other is run as it stands."""

    codeblock_parser_class = _CodeBlocks


pytest_collect_file = Sybil(
    parsers=[_Python(), SkipParser()],  # <!-- skip: next --> works too
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
).pytest()

# How long an example takes says more about the machine than about the code. The same examples each
# time: a change must not fail over what was there before it. The thorough profile looks for more,
# for a night: make test PYTEST_ARGS='-n auto --hypothesis-profile=thorough'
settings.register_profile("omnidesk", deadline=None, max_examples=50, derandomize=True)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile("omnidesk")
