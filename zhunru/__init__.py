"""准入：中国医疗技术准入规定的知识图谱。

Zhunru: a knowledge graph of China's medical-technology access rules, with the
tools to query, browse, validate against, and export it.
"""

from importlib.metadata import version

__version__ = version("zhunru")

__all__ = ["__version__"]
