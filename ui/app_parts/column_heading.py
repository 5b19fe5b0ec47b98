"""答案各列的标题。 Headings for the columns of answers."""

from typing import Final

from app_parts.language import said
from app_parts.query_words import chinese
from zhunru.answer_table import column_title
from zhunru.errors import Bilingual

_TRIPLE: Final = {
    "subject": Bilingual("资源", "resource"),
    "predicate": Bilingual("关系", "relation"),
    "object": Bilingual("值", "value"),
}


def heading(variable: str, *, of_triples: bool = False) -> str:
    """Return the heading of a variable, or of a part of triples, in the language chosen."""
    if of_triples:
        return said(*_TRIPLE[variable])
    return said(chinese(column_title(variable)), variable.replace("_", " "))
