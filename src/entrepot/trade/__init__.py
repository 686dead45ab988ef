"""Carts, purchases and orders: placing, paying, cancelling, fulfilling, receiving.

Guarantees: a purchase is placed whole or refused whole; the landed cost shown is the one charged; the same key never buys twice;
an order's state moves only along `flow.py` and leaves a step for each move; commission and customs facts are frozen at sale.
"""
