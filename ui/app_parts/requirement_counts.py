"""要求的数目。 How many requirements there are."""

from functools import cache

from rdflib import URIRef

from zhunru.comparing.named import local_name
from zhunru.reading import criteria


@cache
def count_requirements() -> int:
    """Count the requirements that evidence answers, each once."""
    return len({leaf.iri for one in criteria().values() for leaf in one.leaves()})


@cache
def requirements_of(document: str) -> int:
    """Count those of the criteria of a document, by its key."""
    return len(
        {
            leaf.iri
            for one in criteria().values()
            if local_name(URIRef(one.regulation.iri)) == document
            for leaf in one.leaves()
        }
    )
