"""The kinds of column that need care to be the same in every database."""

from sqlalchemy import BigInteger, Integer, String

# Lists come in the order of code points, as SQLite has it, whatever the locale of the server.
Words = String().with_variant(String(collation="C"), "postgresql")
# Moments are seconds since 1970: four bytes would last until 2038.
Whole = BigInteger().with_variant(Integer(), "sqlite")
