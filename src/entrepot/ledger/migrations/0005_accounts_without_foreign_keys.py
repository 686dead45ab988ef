from django.db import migrations

# Accounts that stay need no key from each transfer to them (docs/decisions/0031): what could take one away is refused here instead.
STAY = """
ALTER TABLE ledger_transfer
    DROP CONSTRAINT ledger_transfer_debit,
    DROP CONSTRAINT ledger_transfer_credit;

CREATE FUNCTION ledger_account_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a ledger account stays, and never changes but for its counters: transfers refer to it'
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END
$$;

CREATE TRIGGER ledger_account_kept BEFORE DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_account_refuse_change();
CREATE TRIGGER ledger_account_not_emptied BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_refuse_change();

-- By the statement: a trigger for each row would lock and read every row whose counters move, before it sees that they are no business
-- of its own.
CREATE TRIGGER ledger_account_not_renamed BEFORE UPDATE OF id, number, owner_id, currency, normal_side ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_account_refuse_change();

-- ALWAYS: in a session that replays replication too, where ordinary triggers sleep.
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_kept;
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_not_emptied;
ALTER TABLE ledger_account ENABLE ALWAYS TRIGGER ledger_account_not_renamed;
"""

GO = """
DROP TRIGGER ledger_account_kept ON ledger_account;
DROP TRIGGER ledger_account_not_emptied ON ledger_account;
DROP TRIGGER ledger_account_not_renamed ON ledger_account;
DROP FUNCTION ledger_account_refuse_change();

ALTER TABLE ledger_transfer
    ADD CONSTRAINT ledger_transfer_debit FOREIGN KEY (debit_id, currency)
        REFERENCES ledger_account (id, currency) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT ledger_transfer_credit FOREIGN KEY (credit_id, currency)
        REFERENCES ledger_account (id, currency) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_closings")]

    operations = [migrations.RunSQL(STAY, GO)]
