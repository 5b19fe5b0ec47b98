"""What tests of populations share: small records, verdicts that were written, and the reference."""

from dataclasses import replace

import pyarrow.parquet as pq

from zhunru.namespaces import local_path
from zhunru.validation import validate_records


def of_logged_technique(records):
    """The records, asked only about the technique with which the case log begins."""
    technique = records["case_log"][0].values["technique"]
    asked = {
        name: tuple(row for row in records[name] if row.values["technique"] == technique)
        for name in ("programmes", "credentials")
    }
    return replace(records, tables={**records.tables, **asked})


def written(folder):
    checks = pq.read_table(folder / "checks.parquet").to_pylist()
    parts = sorted(folder.glob("requirements-*.parquet"))
    requirements = [row for part in parts for row in pq.read_table(part).to_pylist()]
    return (
        {(row["number"], row["criterion"]): row["verdict"] for row in checks},
        {(r["bearer"], r["criterion"], r["requirement"]): r["verdict"] for r in requirements},
    )


def one_by_one(records, as_of):
    results = validate_records(records, as_of).results
    checks = {(one.row, local_path(one.dossier.criterion.iri)): one.verdict for one in results}
    requirements = {
        (
            one.dossier.bearer,
            local_path(one.dossier.criterion.iri),
            local_path(finding.requirement.iri),
        ): finding.verdict
        for one in results
        for finding in _flat(one.findings)
    }
    return checks, requirements


def _flat(findings):
    for finding in findings:
        yield finding
        yield from _flat(finding.parts)
