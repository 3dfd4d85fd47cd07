"""The one SQLite file: the only place that knows SQL, transactions and where the file lives.

Every function here takes and returns the records of `kpitui.core`; what they mean is decided above.
"""
