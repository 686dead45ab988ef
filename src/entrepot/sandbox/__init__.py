"""A payment provider to try things with, behaving like a real one. Outside of the marketplace: it imports only the kit,
has its own tables, its own latency, and tells of what happened by signed webhooks over HTTP that come late, twice or out of order.
"""
