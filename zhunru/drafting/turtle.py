"""写 Turtle 的小件。 The small parts of Turtle that a draft is written with."""

from __future__ import annotations

import json
from collections.abc import Iterable

from zhunru.official_text import Clause
from zhunru.requirements import Label


def literal(text: str, language: str = "zh") -> str:
    """Return a literal with its language; quotes, backslashes and controls are escaped."""
    return f"{json.dumps(text, ensure_ascii=False)}@{language}"


def in_both(label: Label) -> str:
    """Return the preferred labels in both languages."""
    return f"skos:prefLabel {literal(label.zh)} , {literal(label.en, 'en')}"


def quotes(words: Iterable[str]) -> str:
    """Return the quotes of a node."""
    return f"zr:quote {' , '.join(literal(one) for one in words)}"


def clause_names(clauses: Iterable[Clause]) -> str:
    """Return the names of clauses, each once."""
    return " , ".join(dict.fromkeys(f"clause:{clause.iri_path}" for clause in clauses))
