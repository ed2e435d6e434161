"""The pages: one file an audience, and the guards at their doors."""
