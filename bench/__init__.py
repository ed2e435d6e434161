"""How fast Tiewise is, beside networkx and igraph in the same run."""
