"""Proves the knowledge graph against the official texts.

``verify_folder`` reads a folder in which each file is named after a regulation of the graph
(nasal-endoscopy-2019.txt) and reports, per document, every clause, quote, figure and catalogue
entry on which graph and text disagree. It never needs the network and never changes the graph.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from rdflib import Graph
from rdflib.term import Node

from zhunru.catalogue_checks import CatalogueChecks
from zhunru.clause_checks import ClauseChecks, words_of_clauses
from zhunru.encoded_rules import EncodedRegulation, read_encoding
from zhunru.errors import UserError
from zhunru.official_text import OfficialText, read_official_text
from zhunru.verification import DocumentReport, Status, VerificationReport


class SourcesError(UserError):
    """The folder of official texts cannot be used; the message says why, Chinese first."""


def read_sources(folder: Path) -> dict[str, OfficialText]:
    """Read every .txt file of a folder; return the parsed texts by file stem.

    Raises:
        SourcesError: there is no such folder, it holds no .txt file, or a file is not UTF-8.
    """
    if not folder.is_dir():
        message = f"找不到原文文件夹：{folder} · no such folder of official texts"
        raise SourcesError(message)
    files = sorted(f for f in folder.glob("*.txt") if f.is_file() and not f.name.startswith("."))
    if not files:
        message = f"文件夹中没有 .txt 原文：{folder} · the folder holds no .txt file"
        raise SourcesError(message)
    texts = {}
    for file in files:
        try:
            texts[file.stem] = read_official_text(file)
        except UnicodeDecodeError as error:
            message = f"文件不是 UTF-8 编码，请转换后再试：{file} · the file is not UTF-8"
            raise SourcesError(message) from error
    return texts


def verify_folder(graph: Graph, folder: Path) -> VerificationReport:
    """Verify a graph against a folder of official texts.

    Args:
        graph: all Turtle files of ontology/ and data/.
        folder: UTF-8 .txt files, each named after a regulation.

    Raises:
        SourcesError: the folder cannot be used, or no file matches a regulation of the graph.
    """
    texts = read_sources(folder)
    report = verify(graph, texts)
    if not report.verified:
        encoded = "、".join(d.name for d in report.documents if d.status is Status.NO_TEXT) or "无"
        message = (
            f"{folder} 中没有与图谱中的规范同名的 .txt；图谱中的规范：{encoded}"
            " · no .txt file is named after a regulation of the graph"
        )
        raise SourcesError(message)
    return report


def verify(graph: Graph, texts: Mapping[str, OfficialText]) -> VerificationReport:
    """Verify a graph against parsed texts, keyed by the local names of their regulations.

    A text whose regulation is not in the graph is reported as 未编码, a regulation without text as
    无原文; neither is a failure. Regulations that the graph merely cites (no clauses, no
    catalogues) are left out.
    """
    encoding = read_encoding(graph)
    words = words_of_clauses(encoding, texts)
    documents = []
    for name in sorted(encoding.keys() | texts.keys()):
        regulation, text = encoding.get(name), texts.get(name)
        if regulation and text:
            documents.append(_verify_document(regulation, text, words))
        elif text:
            documents.append(DocumentReport(name, text.title, Status.NOT_ENCODED, slips=text.slips))
        elif regulation and (regulation.clauses or regulation.catalogues):
            documents.append(DocumentReport(name, regulation.title, Status.NO_TEXT))
    return VerificationReport(tuple(documents))


def _verify_document(
    regulation: EncodedRegulation, text: OfficialText, words: Mapping[Node, str]
) -> DocumentReport:
    clauses = ClauseChecks(regulation, text, words)
    catalogues = CatalogueChecks(regulation, text)
    coverage = replace(clauses.run(), entries=catalogues.run())
    return DocumentReport(
        name=regulation.name,
        title=text.title,
        status=Status.VERIFIED,
        coverage=coverage,
        failures=(*clauses.failures, *catalogues.failures),
        not_encoded=tuple(clauses.not_encoded),
        slips=text.slips,
    )
