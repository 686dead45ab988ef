"""One process tree that is a running marketplace: database, pages, worker; and the way into it for other commands.

It promises that children start in order with the surroundings they need, that one that dies is started again, and that
nothing outlives the tree, however it ends. Django is not imported here before the database is up: only the children
and `visiting` do that.
"""
