"""别处的 SPARQL 存储库：提问、取回图谱。 SPARQL stores elsewhere: asking them, fetching the graph.

For any store that holds the exported graph: the same queries, the same answers. Speaks the SPARQL
1.1 Protocol through SPARQLWrapper; `zhunru.loading` puts the graph into a store.
"""

from zhunru.remote.access import Access
from zhunru.remote.asking import ask_endpoint
from zhunru.remote.endpoint import Endpoint, endpoint_from_environment
from zhunru.remote.fetching import fetch_graph

__all__ = ["Access", "Endpoint", "ask_endpoint", "endpoint_from_environment", "fetch_graph"]
