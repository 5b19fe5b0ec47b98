"""关联数据：每个 IRI 都有人读的页面与机器读的 RDF。 Linked data: an answer for every IRI of ours.

The gateway (`routes`) only chooses a form and an address; a worker, which holds the graph, writes
the document (`documents`).
"""
