"""Outages as people meet them: a server that dies with its connections and comes back, an answer that gets lost."""

import socket
from threading import Thread
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer


def mortal_server() -> LiveServer:
    """A server that can be started again at once at the address where it died."""
    server = LiveServer("localhost")
    server.thread.httpd.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return server


class Outage:
    """Kills and restarts a mortal server; from being made on it knows the server's connections."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        self._connections: list[socket.socket] = []
        self._listen()

    def _listen(self) -> None:
        httpd = self._server.thread.httpd
        accept = httpd.process_request

        def noted(request: Any, client_address: Any) -> None:
            self._connections.append(request)
            accept(request, client_address)

        httpd.process_request = noted

    def begin(self) -> None:
        """The server dies: it refuses connections, and those that were kept open break."""
        self._server.thread.terminate()
        for each in self._connections:
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # closed before
        self._connections.clear()

    def end(self) -> None:
        """A new one answers at the same address."""
        thread = self._server.thread
        application = thread.httpd.get_app()
        thread.httpd = ThreadedWSGIServer(
            (thread.host, thread.port), QuietWSGIRequestHandler, connections_override=thread.connections_override
        )
        thread.httpd.set_app(application)
        Thread(target=thread.httpd.serve_forever, daemon=True).start()
        self._listen()


class Line:
    """What goes to the pages of filings from `context`: `posts` are the bodies; nothing arrives while `is_cut`.

    Where `loses_answer`, the next one arrives, and its answer does not.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.is_cut = self.loses_answer = False
        self.posts: list[str] = []
        context.route("**/filings/*/*/", self._handle)

    def _handle(self, route: Route) -> None:
        is_saving = route.request.method == "POST" and "request_id=" in (route.request.post_data or "")
        if not is_saving:
            route.continue_()
            return
        self.posts.append(route.request.post_data or "")
        if self.loses_answer:
            self.loses_answer = False
            route.fetch()
            route.abort("connectionreset")
        elif self.is_cut:
            route.abort("connectionfailed")
        else:
            route.continue_()


def left_in_browser(page: Page) -> str:
    """Everything the outbox in the browser's database holds, as one text in which words would be found."""
    return str(page.evaluate(_DUMP))


_DUMP = """async () => {
  const open = indexedDB.open("selfeval-outbox");
  const database = await new Promise((resolve) => { open.onsuccess = () => resolve(open.result); });
  const asked = database.transaction("entries").objectStore("entries").getAll();
  const records = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  database.close();
  const words = (value) => value instanceof Uint8Array
    ? new TextDecoder("utf-8").decode(value) + new TextDecoder("latin1").decode(value)
    : String(value);
  return records.map((record) => Object.values(record).map(words).join(" ")).join("\\n");
}"""
