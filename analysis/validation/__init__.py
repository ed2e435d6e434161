"""The validation pack: what the analysis claims, held against what is known to be so."""
