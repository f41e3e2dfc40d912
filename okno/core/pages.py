"""Django's pages behind an ASGI server: each in one step into a thread, where Django's own handler takes eight.

Our middleware and nearly all views are plain functions. Django leads such a page from the loop into a thread and back for the
signals, the middleware, each of them that looks at the view, the view itself and the end: two milliseconds of processor for a
page, and at every step a wait for whoever computes. Few views are written to be awaited; they go Django's way.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cached_property, lru_cache
from inspect import iscoroutinefunction
from typing import IO, Any, TypeVar, cast

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, get_resolver, set_script_prefix

T = TypeVar("T")
Scope = dict[str, Any]
ADDRESSES_AT_MOST, USUAL_LENGTH = 1000, 200  # whose views are known by heart; characters


class Pages(ASGIHandler):
    """An ASGI application. No more pages are computed at once than there are connections to the database.

    Which view an address means is looked up once. What is for views to be awaited is loaded when the first of them is asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        at_once = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]
        self.threads = ThreadPoolExecutor(at_once, thread_name_prefix="page")
        self.known = lru_cache(ADDRESSES_AT_MOST)(_found)

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """Load it as it is written: without any loop."""
        super().load_middleware(is_async=False)

    @cached_property
    def awaited(self) -> ASGIHandler:
        """Django's own way."""
        return ASGIHandler()

    def behind(self, path: str) -> ResolverMatch:
        """Return what stands behind an address; raises Resolver404."""
        return self.known(path) if len(path) <= USUAL_LENGTH else _found(path)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Tell the request what stands behind its address; raises Resolver404."""
        request.resolver_match = self.behind(request.path_info)
        return request.resolver_match

    def is_awaited(self, path: str) -> bool:
        """True where the view is written to be awaited: it waits for other servers and holds no thread meanwhile."""
        try:
            return iscoroutinefunction(self.behind(path).func)
        except Resolver404:
            return False

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        if self.is_awaited(scope["path"]):
            own = await self._in_a_thread(lambda: self.awaited)
            await own(scope, receive, send)
            return
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with body:
            response = await self._in_a_thread(lambda: self._answer(scope, body))
        if not response.streaming:
            await self.send_response(response, send)
            return
        try:
            await self._send_while_there(response, receive, send)
        finally:
            await self._in_a_thread(response.close)

    async def _send_while_there(self, response: HttpResponseBase, receive: Any, send: Any) -> None:
        """Send piece by piece, until the browser has all or has gone."""
        tasks = [
            asyncio.create_task(self.send_response(response, send)),
            asyncio.create_task(self.listen_for_disconnect(receive)),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            sent, _gone = await asyncio.gather(*tasks, return_exceptions=True)
        if isinstance(sent, Exception):
            raise sent

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        """Return what the work gives; the language and the zone of one reader are those of no other."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, copy_context().run, work)

    def _answer(self, scope: Scope, body: IO[bytes]) -> HttpResponseBase:
        """Return the answer: complete, unless it comes in pieces. It holds no connection to the database."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refused = self.create_request(scope, body)
        response = refused or self.get_response(cast("HttpRequest", request))
        response._handler_class = type(self)  # type: ignore[attr-defined] # noqa: SLF001 - who says that the request is finished
        if response.streaming:
            close_old_connections()
        else:
            response.close()
        return response


def _found(path: str) -> ResolverMatch:
    match = get_resolver().resolve(path)
    match.tried = None  # hundreds of patterns that do not fit, for Django's page of a developer
    return match
