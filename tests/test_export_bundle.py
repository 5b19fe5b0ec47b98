"""Everything in one zip: complete, checked, and the same each time."""

import io
import json
from hashlib import sha256
from zipfile import ZipFile

import pytest
from export_making import OXIGRAPH, small_content
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from zhunru.describing import DATASET, SPDX
from zhunru.exporting import WRITERS
from zhunru.exporting.bundle import CHECKSUMS, RECORD, bundle


@pytest.fixture(scope="module")
def archive():
    return bundle(small_content())


@pytest.fixture(scope="module")
def files(archive):
    with ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def record(files):
    return Graph().parse(data=files[RECORD], format="turtle")


def test_every_format_is_in_it(files):
    endings = {name.rsplit(".", 1)[-1] for name in files}
    others = {"rdfxml": "rdf", "shapes": "ttl"}
    assert {others.get(name, name) for name in WRITERS if name != "zip"} | {"csv"} < endings
    assert files["zhunru.ttl"] == WRITERS["ttl"](small_content())
    assert files["shapes.ttl"] == WRITERS["shapes"](small_content())


def test_the_checksums_are_those_of_all_other_files(files):
    lines = files[CHECKSUMS].decode().splitlines()
    told = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert told == {
        name: sha256(content).hexdigest() for name, content in files.items() if name != CHECKSUMS
    }


def test_the_record_tells_size_checksum_and_kind_of_every_file(files, record):
    told = {}
    for node in record.objects(DATASET, DCAT.distribution):
        assert (node, RDF.type, DCAT.Distribution) in record
        checksum = record.value(node, SPDX.checksum)
        told[str(record.value(node, DCTERMS.identifier))] = (
            int(record.value(node, DCAT.byteSize)),
            str(record.value(checksum, SPDX.checksumValue)),
        )
        assert str(record.value(node, DCAT.mediaType)).count("/") >= 5
        assert {one.language for one in record.objects(node, DCTERMS.title)} == {"zh", "en"}
    assert told == {
        name: (len(content), sha256(content).hexdigest())
        for name, content in files.items()
        if name not in (CHECKSUMS, RECORD)
    }


def test_the_record_tells_what_the_graph_holds(record):
    assert int(record.value(DATASET, VOID.triples)) == len(small_content().graph)
    licence = record.value(DATASET, DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert record.value(DATASET, URIRef(f"{DCAT}version"))


def test_media_types_fit_the_content(files, record):
    json.loads(files["zhunru.jsonld"])
    for node in record.objects(DATASET, DCAT.distribution):
        kind = str(record.value(node, DCAT.mediaType)).split("media-types/")[1]
        suffix = str(record.value(node, DCTERMS.identifier)).rsplit(".", 1)[1]
        name = {"rdf": "rdfxml"}.get(suffix, suffix)
        if name in OXIGRAPH:
            assert OXIGRAPH[name].media_type == kind


def test_the_zip_bears_no_time_and_no_owner(archive):
    with ZipFile(io.BytesIO(archive)) as opened:
        assert {one.date_time for one in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in opened.infolist()} == {0o644}
