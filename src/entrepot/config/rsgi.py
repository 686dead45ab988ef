"""What the web processes serve: a quick door for purchases, and Django's handlers in threads for all else."""

import asyncio
import gc
import os
from concurrent.futures import ThreadPoolExecutor

from entrepot.config import wsgi  # it sets Django up, so it comes before all that needs it
from entrepot.kit.serving import Exchange, Scope, answered

# isort: split
from django.urls import get_resolver

from entrepot.api.v1 import quick
from entrepot.identity import places


class Application:
    """The RSGI application."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the process's event loop its threads: as many requests are answered at once, the others wait in a queue."""
        threads = int(os.environ.get("ENTREPOT_WEB_THREADS", "32"))
        loop.set_default_executor(ThreadPoolExecutor(threads, thread_name_prefix="request"))

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        if scope.path == quick.PATH and scope.method == "POST":
            await quick.through(wsgi.application, scope, exchange)
        else:
            await answered(wsgi.application, scope, exchange)


application = Application()

# Whatever is loaded by now stays for good. A full collection that looked at all of it took 140 ms, and thirty buyers waited.
get_resolver().url_patterns  # noqa: B018 - reading it loads every view
places.chinese()
gc.collect()
gc.freeze()
