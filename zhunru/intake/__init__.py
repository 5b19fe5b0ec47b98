"""读入医院数据表：文件 → 表 → 有类型的记录。 Intake: from files to tables to typed records.

`opening` finds the sheets of files, folders and archives; `headers` recognises tables and columns;
`columns` reads cells; `integrity` and `repeats` look across rows; `gathering` puts it together.
"""

from zhunru.intake.gathering import read_records
from zhunru.intake.sources import READABLE
from zhunru.records import Records, Row

__all__ = ["READABLE", "Records", "Row", "read_records"]
