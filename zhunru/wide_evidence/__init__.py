"""宽表：每个承担者、每项标准一行，每项证据一列，写出后可再校验。

Ready evidence as a wide table: a row per bearer and criterion, a column per piece of evidence. What
is written can be validated again, and tables of this form can come from elsewhere.
"""

from zhunru.wide_evidence.reading import read_wide_evidence
from zhunru.wide_evidence.recognising import holds_evidence
from zhunru.wide_evidence.writing import FORMATS, wide_evidence

__all__ = ["FORMATS", "holds_evidence", "read_wide_evidence", "wide_evidence"]
