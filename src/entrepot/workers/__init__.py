"""The worker: what happens after commit and on the clock. Events told, webhooks sent, refunds asked for, time that ran out.

It promises that it can be killed at any point with nothing lost: all it has to do is in the database, each step is safe to
repeat, and whatever was begun is taken up again by the next start.
"""
