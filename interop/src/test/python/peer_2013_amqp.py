"""Exchanges, queues and messages of openstack.common.rpc's driver for RabbitMQ, October 2013."""

import json
import logging
import os
import select
import threading

import amqp

import peer_2013_wire as wire
from peer_amqp import connect

_LOG = logging.getLogger(__name__)


class Publisher:
    """Publishes, and declares the exchange each time before. One message at a time."""

    def __init__(self, url, exchange):
        self._lock = threading.Lock()
        self._exchange = exchange
        self._connection = connect(url)
        self._channel = self._connection.channel()

    def topic_send(self, topic, body, headers=None):
        self._publish(self._exchange, "topic", False, topic, body, headers)

    def fanout_send(self, topic, body):
        self._publish(topic + "_fanout", "fanout", True, "", body)

    def direct_send(self, name, body):
        self._publish(name, "direct", True, name, body)

    def notify_send(self, topic, body):
        """Declares the queue as well, so that no event is lost before anybody listens."""
        with self._lock:
            _declare_exchange(self._channel, self._exchange, "topic", False)
            self._channel.queue_declare(topic, durable=False, exclusive=False, auto_delete=False)
            self._channel.queue_bind(topic, self._exchange, topic)
        self.topic_send(topic, body)

    def _publish(self, exchange, kind, auto_delete, key, body, headers=None):
        message = amqp.Message(
            body, content_type="application/json", content_encoding="utf-8", delivery_mode=2,
            priority=0, application_headers=headers or {})
        with self._lock:
            try:
                _declare_exchange(self._channel, exchange, kind, auto_delete)
            except amqp.ChannelError:
                self._channel = self._connection.channel()
                raise
            self._channel.basic_publish(message, exchange=exchange, routing_key=key)

    def close(self):
        with self._lock:
            self._connection.close()


class Consumers:
    """Queues, all read by one thread. All are declared before the start."""

    def __init__(self, url, name):
        self._connection = connect(url)
        self._channel = self._connection.channel()
        self._callbacks = []
        self._ended, self._end = os.pipe()
        self._thread = threading.Thread(target=self._consume, name="2013-" + name, daemon=True)

    def declare_topic(self, exchange, topic, callback):
        self._declare(exchange, "topic", False, topic, topic, callback)

    def declare_fanout(self, topic, callback):
        name = topic + "_fanout"
        self._declare(name, "fanout", True, "%s_%s" % (name, wire.new_id()), topic, callback)

    def declare_direct(self, name, callback):
        self._declare(name, "direct", True, name, name, callback)

    def _declare(self, exchange, kind, auto_delete, queue, key, callback):
        _declare_exchange(self._channel, exchange, kind, auto_delete)
        self._channel.queue_declare(
            queue, durable=False, exclusive=False, auto_delete=auto_delete)
        self._channel.queue_bind(queue, exchange, key)
        self._callbacks.append((queue, callback))

    def start(self):
        for number, (queue, callback) in enumerate(self._callbacks, 1):
            self._channel.basic_consume(
                queue, consumer_tag=str(number), callback=self._acknowledging(queue, callback))
        self._thread.start()

    def _acknowledging(self, queue, callback):
        def on_message(message):
            try:
                callback(_decoded(message), message)
            except Exception:
                _LOG.exception("Failed to process message of %s ... skipping it.", queue)
            finally:
                message.channel.basic_ack(message.delivery_tag)
        return on_message

    def _consume(self):
        while self._ended not in select.select([self._connection.sock, self._ended], [], [])[0]:
            try:
                self._connection.drain_events(timeout=10)
            except (OSError, amqp.AMQPError):
                _LOG.exception("Consuming ended")
                return

    def close(self):
        os.write(self._end, b"x")
        self._thread.join()
        os.close(self._end)
        os.close(self._ended)
        self._connection.close()


def _declare_exchange(channel, name, kind, auto_delete):
    channel.exchange_declare(name, kind, durable=False, auto_delete=auto_delete)


def _decoded(message):
    if message.properties.get("content_type") != "application/json":
        raise ValueError("content type %r" % message.properties.get("content_type"))
    decoded = wire.opened(json.loads(message.body))
    if not isinstance(decoded, dict):
        raise ValueError("not a map: %r" % decoded)
    return decoded
