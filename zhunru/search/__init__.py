"""一个检索框，什么都能找。 One search over everything that the app shows.

`entries` gathers what can be found, `folding` brings spellings to one form, `pinyin` reads Latin
letters as Chinese, `clause_numbers` reads printed numbers, `scoring` compares words with an entry,
`searching` puts it together.
"""

from zhunru.search.hits import Hit, Kind
from zhunru.search.searching import grouped, search

__all__ = ["Hit", "Kind", "grouped", "search"]
