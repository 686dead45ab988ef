"""The operator's pages are there for operators; for everybody else there is nothing."""

import functools
from collections.abc import Callable
from typing import Concatenate

from django.http import HttpRequest, HttpResponse

from entrepot.kit.actor import Actor
from entrepot.kit.errors import NotFound

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]


def caller(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by web/middleware.py
    return actor


def operators_only[**P](view: View[P]) -> View[P]:
    """Raises NotFound for whoever does not run the marketplace."""

    @functools.wraps(view)
    def respond(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not caller(request).is_operator:
            raise NotFound
        return view(request, *args, **kwargs)

    return respond
