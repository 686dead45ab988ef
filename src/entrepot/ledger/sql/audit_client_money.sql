-- 1010 + 1100 - client liabilities - 3900, per currency: what our own bank account is still owed; zero at close.
SELECT t.currency,
       sum(CASE WHEN d.number = ANY(%(held)s) OR d.number = ANY(%(owed)s) THEN t.amount_minor ELSE 0 END)
     - sum(CASE WHEN c.number = ANY(%(held)s) OR c.number = ANY(%(owed)s) THEN t.amount_minor ELSE 0 END) AS owed_to_house_minor
FROM ledger_transfer t
JOIN ledger_account d ON d.id = t.debit_id
JOIN ledger_account c ON c.id = t.credit_id
GROUP BY t.currency
ORDER BY t.currency
