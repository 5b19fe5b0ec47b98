"""医院的手术名称 → 参考目录的条目。 From a hospital's operation names to catalogue entries.

`lexicon` knows the words, `reading` reads a name as words, `scoring` compares two names,
`candidates` ranks entries, `mapping` takes what people decided, `settling` puts both together.
"""

from zhunru.matching.candidates import SUGGESTED_SCORE, Candidate, candidates, candidates_of
from zhunru.matching.catalogue import Procedure
from zhunru.matching.mapping import ProcedureChoice, read_mapping
from zhunru.matching.settling import Asked, accepted, settle

__all__ = [
    "SUGGESTED_SCORE",
    "Asked",
    "Candidate",
    "Procedure",
    "ProcedureChoice",
    "accepted",
    "candidates",
    "candidates_of",
    "read_mapping",
    "settle",
]
