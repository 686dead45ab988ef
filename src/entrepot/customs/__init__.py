"""What crossing a border costs, and whether goods may cross it at all.

Owns: dated rule rows, the tariff, the positive list, and how much of a person's yearly allowance is used.
Guarantees: a price is made of rows in force at a named moment and version, by pure functions and without a
query; its parts add up exactly at every level; a missing row refuses the sale and is never taken for 0 %;
rows are closed by date, never changed. Never holds an identity number: only its keyed hash. Knows nothing of
products, orders or payments: callers give it plain values.
"""
