"""Paying merchants: their bank accounts, the weekly run, and each payout from its lines to the bank's word that it arrived.

Guarantees: a movement of what is payable is paid by one payout at most, and a payout is the sum of its lines; the bank is asked
with the payout's own id, so asking twice pays once; what comes back is payable again. No connection is held while a bank answers.
"""
