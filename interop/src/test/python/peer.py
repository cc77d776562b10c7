"""A peer for interoperability tests, driven over standard input and output.

Each line in is a request, {"id": 1, "do": "client.call", "name": "c1", ...}; each line out is the
answer to one, {"id": 1, "ok": ...} or {"id": 1, "error": {...}}. Requests run side by side: who
needs an order waits for the answer. The first line out is {"ready": {versions}}. Everything else
that wants to be printed goes to standard error. Ends when its input ends.

Requests (parameters are in the classes' and methods' own words):
  server.open server.calls server.close             peer_rpc.Server
  client.open client.call client.cast client.can_send_version client.close
                                                    peer_rpc.Client
  notifier.open notifier.notify notifier.close      peer_notify.Notifier
  listener.open listener.received listener.close    peer_notify.Listener
  amqp.open amqp.declare amqp.publish amqp.get amqp.purge amqp.delete amqp.close
                                                    peer_amqp.Connection
  capture.open capture.next capture.close           peer_amqp.Capture
  server2013.open server2013.calls server2013.duplicates server2013.release
  server2013.close
                                                    peer_2013_server.Server
  client2013.open client2013.call client2013.multicall client2013.cast client2013.fanout_cast
  client2013.notify client2013.received client2013.late client2013.close
                                                    peer_2013_client.Client
"""

import concurrent.futures
import json
import logging
import os
import sys
import threading
import warnings

_ANSWERS = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)
warnings.simplefilter("ignore")
logging.basicConfig(
    stream=sys.stderr, level=logging.INFO,
    format="%(asctime)s %(levelname)s %(threadName)s %(name)s %(message)s")

import importlib.metadata  # noqa: E402

import peer_2013_client  # noqa: E402
import peer_2013_server  # noqa: E402
import peer_amqp  # noqa: E402
import peer_notify  # noqa: E402
import peer_rpc  # noqa: E402
from peer_answers import described  # noqa: E402

_ROLES = {
    "server": peer_rpc.Server,
    "client": peer_rpc.Client,
    "notifier": peer_notify.Notifier,
    "listener": peer_notify.Listener,
    "amqp": peer_amqp.Connection,
    "capture": peer_amqp.Capture,
    "server2013": peer_2013_server.Server,
    "client2013": peer_2013_client.Client,
}
_handles = {}
_writing = threading.Lock()


def answer(message):
    line = json.dumps(message, default=repr)
    with _writing:
        _ANSWERS.write(line + "\n")
        _ANSWERS.flush()


def perform(request):
    role, verb = request["do"].split(".")
    key = (role, request["name"])
    if verb == "open":
        if key in _handles:
            raise ValueError("There is already a %s named %s" % key)
        _handles[key] = _ROLES[role](request)
        return None
    if key not in _handles:
        raise ValueError("There is no %s named %s" % key)
    if verb == "close":
        return _handles.pop(key).close()
    return getattr(_handles[key], verb)(request)


def handle(request):
    try:
        answer({"id": request.get("id"), "ok": perform(request)})
    except Exception as error:
        answer({"id": request.get("id"), "error": described(error)})


def versions():
    found = {"python": sys.version.split()[0]}
    for name in ("oslo.messaging", "kombu", "amqp", "confluent-kafka"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            pass  # only Kafka needs it
    return found


def main():
    answer({"ready": versions()})
    with concurrent.futures.ThreadPoolExecutor(200, thread_name_prefix="request") as pool:
        for line in sys.stdin:
            if line.strip():
                pool.submit(handle, json.loads(line))
        # Whoever drives this peer is gone: nobody waits for what still runs.
        logging.shutdown()
        os._exit(0)


if __name__ == "__main__":
    main()
