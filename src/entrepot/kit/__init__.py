"""What every domain is written with: money, ids, the clock, the actor, verbs, flows, errors and events.

Imports nothing of ours. Everything else may import it.
"""
