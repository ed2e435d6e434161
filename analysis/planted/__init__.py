"""Firms with known truth, from a seed: to try, to test with, and to show."""

from analysis.planted.cases import CASES, Case, named, plant
from analysis.planted.demo import demo_firm
from analysis.planted.dirt import write_dirty
from analysis.planted.firms import Claim, Firm, Truth, read_truth
from analysis.planted.judging import is_found, missed, wrongly_said
from analysis.planted.pairs import plant_pair
from analysis.planted.sheets import write
from analysis.planted.years import demo_years

__all__ = [
    "CASES",
    "Case",
    "Claim",
    "Firm",
    "Truth",
    "demo_firm",
    "demo_years",
    "is_found",
    "missed",
    "named",
    "plant",
    "plant_pair",
    "read_truth",
    "write",
    "write_dirty",
    "wrongly_said",
]
