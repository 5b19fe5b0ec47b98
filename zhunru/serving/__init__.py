"""SPARQL 1.1 端点。 The SPARQL 1.1 endpoint.

A gateway (Starlette, one asyncio process) speaks HTTP and never touches a query; worker processes,
forked from a nursery that holds the graph, answer queries and can be killed at any moment.
"""
