"""读入的限度，连同单位。 The limits of what is read, with their units."""

from typing import Final

MAX_BYTES: Final = 200 * 1024 * 1024
"""单个文件的大小上限（字节）。 The largest file that is read, in bytes."""
MAX_EXPANDED_BYTES: Final = 10 * MAX_BYTES
"""解压后的大小上限（字节）。 The most bytes that a workbook or an archive may expand to."""
MAX_MEMBERS: Final = 5000
"""压缩包里文件的个数上限。 The most files of an archive."""
MAX_RATIO: Final = 250
"""压缩包里一个文件的压缩比上限（倍）。 How many times a file of an archive may shrink."""
MAX_CELLS: Final = 20_000_000
"""一张表的单元格数上限，含空格。 The most cells of a table, empty ones included."""
MAX_COLUMNS: Final = 500
"""一张记录表的列数上限。 The most columns of a table of records."""
MAX_EVIDENCE_COLUMNS: Final = 16_384
"""一张证据宽表的列数上限，与 Excel 相同。 The most columns of a wide table, as in Excel."""
MAX_CELL_LETTERS: Final = 32_767
"""一个单元格的字数上限，与 Excel 相同。 The most characters of a cell, as in Excel."""
