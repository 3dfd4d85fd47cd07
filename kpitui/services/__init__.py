"""The use cases: load, decide with the core, save. Both faces call these and add no logic of their own.

A service is a function that takes a `Workspace`; it returns records and raises errors, and never a sentence.
"""
