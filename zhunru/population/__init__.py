"""一省的医院，从原始记录到判定。 A province of hospitals, from raw records to verdicts.

What `zhunru/validation.py` does for one hospital with objects, this does with columns only, on any
backend: who is checked against what (`checks`), what their records know and how that settles each
leaf (`values`), and what depends on the verdicts of others (`dependents`).
"""

from zhunru.population.hospitals import Hospitals
from zhunru.population.run import Summary, validate_population

__all__ = ["Hospitals", "Summary", "validate_population"]
