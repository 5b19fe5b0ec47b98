"""Records for tests: only the cells that matter, the rest empty."""

from zhunru.records import Records, Row
from zhunru.tables import ORDER, load_tables


def row(table: str, line: int = 2, **values: object) -> Row:
    known = {field.name for field in load_tables()[table].fields}
    unknown = values.keys() - known
    assert not unknown, f"{table} has no field {unknown}"
    cells = {name: values.get(name) for name in known}
    return Row(table=table, file=f"{table}.csv", line=line, values=cells)


def records(*rows: Row) -> Records:
    return Records({table: tuple(one for one in rows if one.table == table) for table in ORDER})
