"""RPC clients of October 2013, and of before 2013."""

import queue
import threading
import time
import uuid

import peer_2013_wire as wire
from peer_2013_amqp import Consumers, Publisher
from peer_answers import described
from peer_journal import Journal


class Waiter:
    """The replies to one request, for the one thread that takes them."""

    def __init__(self, timeout, allowed, ended):
        self.replies = []
        self._timeout = timeout
        self._allowed = allowed
        self._ended = ended
        self._arrived = queue.Queue()
        self._duplicates = wire.Duplicates()

    def put(self, reply):
        self._arrived.put(reply)

    def items(self):
        """Each result when it arrives; timeout limits the wait for each anew."""
        try:
            while True:
                try:
                    reply = self._arrived.get(timeout=self._timeout)
                except queue.Empty:
                    raise wire.Timeout() from None
                self.replies.append(reply)
                self._duplicates.check(reply)
                if reply["failure"]:
                    raise wire.rebuilt(reply["failure"], self._allowed)
                if reply.get("ending", False):
                    return
                yield reply["result"]
        finally:
            self._ended()


class Replies:
    """The one reply queue of a client, made at the first call."""

    def __init__(self, url):
        self._url = url
        self._lock = threading.Lock()
        self._consumers = None
        self._waiters = {}
        self.late = Journal()
        self.name = "reply_" + wire.new_id()

    def expect(self, msg_id, waiter):
        with self._lock:
            if self._consumers is None:
                self._consumers = Consumers(self._url, self.name)
                self._consumers.declare_direct(self.name, self._on_reply)
                self._consumers.start()
            self._waiters[msg_id] = waiter

    def forget(self, msg_id):
        with self._lock:
            del self._waiters[msg_id]

    def _on_reply(self, reply, message):
        with self._lock:
            waiter = self._waiters.get(reply.get("_msg_id"))
        if waiter is None:
            self.late.add({"reply": reply})
        else:
            waiter.put(reply)

    def close(self):
        if self._consumers is not None:
            self._consumers.close()


class Client:
    """request: url, topic; exchange, namespace, version, timeout, allowed_remote_exmods;
    reply_q: false to have replies sent to the message id, as before 2013; envelope: false to send
    the bare message, as before March 2013.

    Every verb but notify takes method, args, ctxt, and topic or host to send elsewhere.
    """

    def __init__(self, request):
        self._url = request["url"]
        self._topic = request["topic"]
        self._envelope = request.get("envelope", True)
        self._proxy = {"namespace": request.get("namespace"),
                       "version": request.get("version", "1.0")}
        self._timeout = request.get("timeout", 60)
        self._allowed = request.get("allowed_remote_exmods", wire.ALLOWED_MODULES)
        self._journal = Journal()
        self._publisher = Publisher(self._url, request.get("exchange", "openstack"))
        self._replies = Replies(self._url) if request.get("reply_q", True) else None

    def call(self, request):
        """The last item, or null if there is none."""
        start = time.monotonic()
        result = None
        for result in self._begin(request).items():
            pass
        return {"result": result, "seconds": time.monotonic() - start}

    def multicall(self, request):
        """Every item, when it came, in seconds from the request on, the error that ended them, or
        null, and the replies as they were."""
        items, at, error = [], [], None
        start = time.monotonic()
        waiter = self._begin(request)
        try:
            for item in waiter.items():
                items.append(item)
                self._journal.add({"item": item})
                at.append(time.monotonic() - start)
        except Exception as raised:
            error = described(raised)
        return {"items": items, "at": at, "error": error, "replies": waiter.replies}

    def cast(self, request):
        self._publisher.topic_send(self._destination(request), self._body(request))

    def fanout_cast(self, request):
        self._publisher.fanout_send(self._destination(request), self._body(request))

    def notify(self, request):
        """event_type; payload, priority, publisher_id, ctxt, envelope (false)."""
        priority = request.get("priority", "INFO")
        message = {
            "message_id": str(uuid.uuid4()), "publisher_id": request.get("publisher_id", "p.host"),
            "event_type": request["event_type"], "priority": priority,
            "payload": request.get("payload", {}), "timestamp": "2013-10-11 12:00:00.000001",
            "_unique_id": wire.new_id()}
        self._publisher.notify_send(
            "notifications." + priority.lower(),
            wire.body(wire.with_context(message, request.get("ctxt", {})),
                      request.get("envelope", False)))

    def received(self, request):
        """The items of all multicalls so far, as they come."""
        return self._journal.take(request.get("at_least", 0), request.get("timeout", 10))

    def late(self, request):
        """The replies that nobody waited for."""
        return self._replies.late.take(request.get("at_least", 0), request.get("timeout", 10))

    def _destination(self, request):
        topic = request.get("topic", self._topic)
        return "%s.%s" % (topic, request["host"]) if "host" in request else topic

    def _message(self, request, **reply_to):
        message = {"method": request["method"], "args": request.get("args", {}), **self._proxy}
        return {**wire.with_context(message, request.get("ctxt", {})), **reply_to,
                "_unique_id": wire.new_id()}

    def _body(self, request, **reply_to):
        return wire.body(self._message(request, **reply_to), self._envelope)

    def _begin(self, request):
        """Sends a request whose replies are waited for; only a timeout of its own has a header."""
        msg_id = wire.new_id()
        timeout = request.get("timeout")
        if self._replies is None:
            consumers = Consumers(self._url, msg_id)
            waiter = Waiter(timeout or self._timeout, self._allowed, consumers.close)
            consumers.declare_direct(msg_id, lambda reply, message: waiter.put(reply))
            consumers.start()
            reply_to = {"_msg_id": msg_id}
        else:
            waiter = Waiter(timeout or self._timeout, self._allowed,
                            lambda: self._replies.forget(msg_id))
            self._replies.expect(msg_id, waiter)
            reply_to = {"_msg_id": msg_id, "_reply_q": self._replies.name}
        self._publisher.topic_send(
            self._destination(request), self._body(request, **reply_to),
            {"ttl": int(timeout * 1000)} if timeout else {})
        return waiter

    def close(self):
        if self._replies is not None:
            self._replies.close()
        self._publisher.close()
