"""本机构手术分级管理目录与参考目录的比较。 A hospital's own graded catalogue and the reference."""

from zhunru.own_catalogue.comparison import compare_catalogue
from zhunru.own_catalogue.findings import CatalogueFinding, FindingKind, ListedRow, Reference

__all__ = ["CatalogueFinding", "FindingKind", "ListedRow", "Reference", "compare_catalogue"]
