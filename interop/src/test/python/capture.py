"""Records what the Python library sends: python3 capture.py URL FOLDER

Plays a client, a server, a notifier and a listener on the broker at URL, a virtual host with
nothing in it, and writes each kind of message that arrives into FOLDER: the body byte for byte as
KIND.json (KIND.bin if it is compressed), and where it went with its AMQP properties as
KIND.properties.json. Deliveries are recorded below the library, as they come from the broker.
"""

import datetime
import importlib.machinery
import json
import logging
import os
import sys
import threading
import uuid
import warnings

_HERE = os.path.dirname(os.path.abspath(__file__))


class _WithoutFolder(importlib.machinery.SourceFileLoader):
    """Keeps the folder of these programs out of the tracebacks that are recorded."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        return compile(self.get_data(path), os.path.basename(path), "exec", dont_inherit=True)


def _hook(path):
    if path != _HERE:
        raise ImportError
    return importlib.machinery.FileFinder(path, (_WithoutFolder, [".py"]))


sys.path_hooks.insert(0, _hook)
sys.path_importer_cache.pop(_HERE, None)
warnings.simplefilter("ignore")
logging.basicConfig(stream=sys.stderr, level=logging.CRITICAL)

import amqp.channel  # noqa: E402

import peer_amqp  # noqa: E402
import peer_notify  # noqa: E402
import peer_rpc  # noqa: E402

CONTEXT = {"user_id": "u1", "request_id": "req-1", "roles": ["admin", "member"],
           "is_admin": True, "project_id": None}
TARGET = {"topic": "demo", "namespace": "ns1", "version": "1.2"}
UNICODE = "gr\u00fc\u00df \u4f60\u597d \U0001f680"


class Deliveries:
    """Every message that any consumer of this process gets."""

    def __init__(self):
        self._changed = threading.Condition()
        self._messages = []
        deliver = amqp.channel.Channel._on_basic_deliver

        def recorded(channel, consumer_tag, delivery_tag, redelivered, exchange, routing_key, msg):
            self._add(exchange, routing_key, msg)
            return deliver(channel, consumer_tag, delivery_tag, redelivered, exchange,
                           routing_key, msg)

        amqp.channel.Channel._on_basic_deliver = recorded

    def _add(self, exchange, routing_key, message):
        described = peer_amqp.described(message)
        body = message.body if isinstance(message.body, bytes) else message.body.encode("utf-8")
        with self._changed:
            self._messages.append((body, {
                "exchange": exchange, "routing_key": routing_key,
                "properties": described["properties"]}))
            self._changed.notify_all()

    def take(self, count):
        """The next messages in the order in which they arrived."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._messages) >= count, 20):
                raise RuntimeError("Only %d of %d messages" % (len(self._messages), count))
            taken = self._messages[:count]
            del self._messages[:count]
            return taken


class Recorder:

    def __init__(self, url, folder):
        self._url = url
        self._folder = folder
        self._deliveries = Deliveries()

    def write(self, kind, message):
        body, where = message
        suffix = "bin" if "compression" in where["properties"].get("headers", {}) else "json"
        with open(os.path.join(self._folder, "%s.%s" % (kind, suffix)), "wb") as file:
            file.write(body)
        with open(os.path.join(self._folder, kind + ".properties.json"), "w") as file:
            json.dump(where, file, indent=2)
            file.write("\n")

    def exchange(self, client, request, *kinds):
        """Makes a call, ignores how it ends, and writes its messages under kinds, null for none."""
        try:
            client.call(request)
        except Exception as error:
            logging.debug("%s", error)
        for kind, message in zip(kinds, self._deliveries.take(len(kinds))):
            if kind:
                self.write(kind, message)

    def client(self, target=None, **request):
        return peer_rpc.Client({"url": self._url, "target": target or TARGET, "timeout": 30,
                                **request})

    def record_rpc(self):
        server = peer_rpc.Server({
            "url": self._url, "topic": "demo", "server": "host1",
            "endpoints": [{"namespace": "ns1", "version": "1.2"}],
            "allowed_remote_exmods": ["peer_errors"]})
        client = self.client()
        self.exchange(
            client, {"method": "same", "args": {"arg": {"a": [1, 2, "x"]}}, "ctxt": CONTEXT},
            "call", "reply-result")
        self.exchange(
            client, {"method": "same", "args": {"arg": None}, "prepare": {"server": "host1"}},
            "call-server", "reply-null")
        self.exchange(
            client, {"method": "oslo_rpc_server_ping",
                     "prepare": {"namespace": None, "version": None}},
            "call-ping", "reply-ping")
        self.exchange(
            client, {"method": "slow", "args": {"seconds": 1.5},
                     "prepare": {"call_monitor_timeout": 2, "timeout": 20}},
            "call-monitored", "reply-heartbeat", "reply-after-heartbeat")
        self.exchange(
            client, {"method": "same", "args": {"arg": UNICODE}, "ctxt": {"user_name": UNICODE}},
            "call-unicode", "reply-unicode")
        self.exchange(client, {"method": "numbers"}, None, "reply-numbers")
        self.exchange(
            client, {"method": "same", "args": {"arg": {
                "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, 678),
                "uuid": uuid.UUID("12345678-1234-5678-1234-567812345678"),
                "bytes": b"abc", "tuple": (1, 2), "set": {1}, 1: "integer key", None: "null key",
                "exception": ValueError("v")}}},
            "call-python-types", None)
        self.exchange(client, {"method": "fail"}, None, "reply-failure-builtin")
        self.exchange(
            client, {"method": "fail_with", "args": {
                "module": "peer_errors", "name": "QuotaError",
                "args": ["too much"], "kwargs": {"who": "bob", "limit": 3}}},
            "call-failing", "reply-failure-custom")
        # The server calls itself: two requests, and the inner reply, come first.
        self.exchange(
            client, {"method": "forward", "args": {
                "to": TARGET, "calling": "fail_with", "args": {
                    "module": "peer_errors", "name": "QuotaError", "args": ["too much"],
                    "kwargs": {"who": "bob"}}}},
            None, None, None, "reply-failure-two-hops")
        self.exchange(client, {"method": "no_such_method"},
                      None, "reply-failure-unknown-method")
        self.exchange(client, {"method": "same", "prepare": {"version": "2.0"}},
                      None, "reply-failure-unsupported-version")

        cast = {"method": "same", "args": {"arg": 1}, "ctxt": CONTEXT}
        client.cast(cast)
        self.write("cast", *self._deliveries.take(1))
        client.cast({**cast, "prepare": {"fanout": True}})
        self.write("cast-fanout", *self._deliveries.take(1))
        for compression in ("gzip", "bzip2"):
            compressing = self.client(
                options={"oslo_messaging_rabbit": {"kombu_compression": compression}})
            self.exchange(compressing, {"method": "same", "args": {"arg": "compressed " * 20}},
                          "call-" + compression, None)
            compressing.close()
        client.close()
        server.close()

    def record_notifications(self):
        notification = {
            "priority": "info", "event_type": "compute.instance.create.start",
            "payload": {"instance_id": 12, "state": "active"},
            "ctxt": {"user_id": "u1", "request_id": "req-9", "project_id": "p1"}}
        listener = peer_notify.Listener(
            {"url": self._url, "targets": [{"topic": "notifications"}]})
        for kind, driver in (("notification-v1", "messaging"),
                             ("notification-v2", "messagingv2")):
            notifier = peer_notify.Notifier(
                {"url": self._url, "publisher_id": "compute.host1", "driver": driver})
            notifier.notify(notification)
            self.write(kind, *self._deliveries.take(1))
            notifier.close()
        listener.close()


def main(url, folder):
    os.makedirs(folder, exist_ok=True)
    recorder = Recorder(url, folder)
    recorder.record_rpc()
    recorder.record_notifications()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
    # The library leaves threads that nobody ends.
    sys.stdout.flush()
    os._exit(0)
