"""A payment provider to try things with, behaving like a real one, outside of the marketplace: it imports only the kit.

It has its own tables and its own latency, charges once for each key, gives back no more than it took, and tells of what
happened by signed webhooks over HTTP, which may come late, twice or out of order.
"""
