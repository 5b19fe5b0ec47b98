"""由记录得出证据。 From a hospital's records to evidence, as of a date.

For every bearer and every leaf of a criterion: what do the tables say? Missing records give
nothing, never a failure; incomplete ones give an interval. How records are read is told in
`docs/design.md`.
"""

from zhunru.evidence.gathering import Gathered, Known, gather
from zhunru.evidence.inquiry import Inquiry
from zhunru.evidence.questions import Question, Questions, question_of

__all__ = ["Gathered", "Inquiry", "Known", "Question", "Questions", "gather", "question_of"]
