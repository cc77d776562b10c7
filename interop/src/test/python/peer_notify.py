"""Notifiers and notification listeners."""

import oslo_context.context
import oslo_messaging

import peer_config
from peer_journal import Journal

PRIORITIES = ("audit", "debug", "info", "warn", "error", "critical", "sample")


class AsMap(oslo_messaging.NoOpSerializer):
    """Sends contexts of oslo.context as services do."""

    def serialize_context(self, ctxt):
        return ctxt.to_dict() if hasattr(ctxt, "to_dict") else ctxt


class Notifier:
    """request: url; publisher_id, driver (messagingv2), topics, retry, options."""

    def __init__(self, request):
        self._transport = peer_config.notification_transport(request)
        self._notifier = oslo_messaging.Notifier(
            self._transport, publisher_id=request.get("publisher_id"),
            driver=request.get("driver", "messagingv2"), topics=request.get("topics"),
            retry=request.get("retry"), serializer=AsMap())

    def notify(self, request):
        """event_type; priority (info), payload, times (1; the payload is the number then), and
        ctxt, or request_context: what oslo.context makes of that."""
        ctxt = request.get("ctxt") or {}
        if "request_context" in request:
            ctxt = oslo_context.context.RequestContext(**request["request_context"])
        method = getattr(self._notifier, request.get("priority", "info"))
        if "times" in request:
            for number in range(request["times"]):
                method(ctxt, request["event_type"], number)
        else:
            method(ctxt, request["event_type"], request.get("payload"))

    def close(self):
        self._transport.cleanup()


class Listener:
    """request: url, targets: [{topic, exchange}]; pool, priorities, allow_requeue, requeue (how
    many times), batch_size, batch_timeout, filter: {publisher_id, event_type, ...}, options."""

    def __init__(self, request):
        self.journal = Journal()
        self._requeue = request.get("requeue", 0)
        self._transport = peer_config.notification_transport(request)
        batch = "batch_size" in request or "batch_timeout" in request
        endpoint = type("Endpoint", (), {
            priority: self._batch_method(priority) if batch else self._method(priority)
            for priority in request.get("priorities", PRIORITIES)})()
        if "filter" in request:
            endpoint.filter_rule = oslo_messaging.NotificationFilter(**request["filter"])
        targets = [oslo_messaging.Target(**target) for target in request["targets"]]
        common = {"executor": "threading", "pool": request.get("pool"),
                  "allow_requeue": request.get("allow_requeue", False)}
        if batch:
            self._listener = oslo_messaging.get_batch_notification_listener(
                self._transport, targets, [endpoint], batch_size=request.get("batch_size"),
                batch_timeout=request.get("batch_timeout"), **common)
        else:
            self._listener = oslo_messaging.get_notification_listener(
                self._transport, targets, [endpoint], **common)
        self._listener.start()

    def _method(self, priority):
        def method(_, ctxt, publisher_id, event_type, payload, metadata):
            self.journal.add({
                "priority": priority, "ctxt": ctxt, "publisher_id": publisher_id,
                "event_type": event_type, "payload": payload, "metadata": metadata})
            return self._outcome()
        return method

    def _batch_method(self, priority):
        def method(_, messages):
            self.journal.add({"priority": priority, "messages": messages})
            return self._outcome()
        return method

    def _outcome(self):
        if self._requeue > 0:
            self._requeue -= 1
            return oslo_messaging.NotificationResult.REQUEUE
        return oslo_messaging.NotificationResult.HANDLED

    def received(self, request):
        return self.journal.take(request.get("at_least", 0), request.get("timeout", 10),
                                 request.get("clear", False))

    def close(self):
        self._listener.stop()
        self._listener.wait()
        self._transport.cleanup()
