"""Sample firms, written to a folder to try Tiewise with."""
