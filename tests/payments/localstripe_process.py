"""localstripe on loopback, as a process of its own: `python -m tests.payments.localstripe_process PORT`.

Two things that it does elsewhere are left out: it keeps its state in a file of /tmp, and listens to the whole network. Two that
Stripe does and it does not are put in: what is confirmed may name the address to come back to, and a charge costs a fee.
"""

import logging
import sys
from typing import Any

from aiohttp import web
from localstripe import resources, server

FEE_MINOR = 100


def main(port: int) -> None:
    resources.Store.dump_to_disk = lambda self: None
    intents, entries = resources.PaymentIntent, resources.BalanceTransaction
    create, begin = intents._api_create.__func__, entries.__init__

    def create_with_return(cls: type, return_url: str | None = None, **data: Any) -> Any:
        return create(cls, **data)

    def begin_with_fee(self: Any, *args: Any, **data: Any) -> None:
        begin(self, *args, **data)
        self.fee = FEE_MINOR if self.type == "charge" else 0

    intents._api_create = classmethod(create_with_return)
    entries.__init__ = begin_with_fee
    logging.getLogger("aiohttp.access").setLevel(logging.CRITICAL)
    web.run_app(server.app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
