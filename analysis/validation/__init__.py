"""The validation pack: what the analysis claims, held against what is known to be so.

validation = validate(quick(Plan(seed=1)))
"""

from analysis.validation.pack import Others, Validation, validate
from analysis.validation.plan import PARTS, Plan, quick

__all__ = ["PARTS", "Others", "Plan", "Validation", "quick", "validate"]
