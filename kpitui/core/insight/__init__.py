"""Insight: what a short, gappy series with a weekly rhythm says, and what it does not.

Every module here is a pure function of values and slots (whole numbers that count periods, so that gaps show). None is
imported to log a number. Saying it in words is `kpitui.wording`'s work, choosing what to look at that of the services.
"""
