"""AMQP without the messaging library: any bytes out, every byte in."""

import base64
import queue
import socket
import threading
import urllib.parse

import amqp

# AMQP 0-9-1, section 1.8.3 basic: the properties of a message, but its headers.
_PROPERTIES = [name for name, _ in amqp.Message.PROPERTIES if name != "application_headers"]


def connect(url):
    parts = urllib.parse.urlsplit(url)
    connection = amqp.Connection(
        host="%s:%d" % (parts.hostname, parts.port or 5672),
        userid=urllib.parse.unquote(parts.username or "guest"),
        password=urllib.parse.unquote(parts.password or "guest"),
        virtual_host=urllib.parse.unquote(parts.path[1:]) or "/")
    connection.connect()
    return connection


def described(message):
    """A received message as JSON: the body exactly, as Base64 and, where it is UTF-8, as text."""
    body = message.body if isinstance(message.body, bytes) else message.body.encode("utf-8")
    result = {
        "body_base64": base64.b64encode(body).decode("ascii"),
        "properties": {name: message.properties[name] for name in _PROPERTIES
                       if name in message.properties},
    }
    if "application_headers" in message.properties:
        result["properties"]["headers"] = message.properties["application_headers"]
    try:
        result["body"] = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    delivery = message.delivery_info or {}
    for key in ("exchange", "routing_key", "redelivered", "consumer_tag"):
        if key in delivery:
            result[key] = delivery[key]
    return result


class Connection:
    """request: url. Declares, publishes and takes single messages. One operation at a time."""

    def __init__(self, request):
        self._lock = threading.Lock()
        self._connection = connect(request["url"])
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._returned = []
        self._channel.events["basic_return"].add(self._on_return)

    def _on_return(self, exception, exchange, routing_key, message):
        self._returned.append({"code": exception.reply_code, "text": exception.reply_text,
                               "exchange": exchange, "routing_key": routing_key})

    def declare(self, request):
        """queue and/or exchange (type, durable, auto_delete, arguments), bound with key."""
        flags = {"durable": request.get("durable", False),
                 "auto_delete": request.get("auto_delete", False)}
        with self._lock:
            if "exchange" in request:
                self._channel.exchange_declare(
                    request["exchange"], request.get("type", "topic"), **flags)
            if "queue" in request:
                self._channel.queue_declare(
                    request["queue"], exclusive=request.get("exclusive", False),
                    arguments=request.get("arguments"), **flags)
            if "queue" in request and "exchange" in request:
                self._channel.queue_bind(
                    request["queue"], request["exchange"], request.get("key", request["queue"]))

    def publish(self, request):
        """exchange, key, body or body_base64, properties (with headers), mandatory."""
        body = (base64.b64decode(request["body_base64"]) if "body_base64" in request
                else request["body"].encode("utf-8"))
        properties = dict(request.get("properties", {}))
        if "headers" in properties:
            properties["application_headers"] = properties.pop("headers")
        with self._lock:
            del self._returned[:]
            self._channel.basic_publish_confirm(
                amqp.Message(body, **properties), exchange=request.get("exchange", ""),
                routing_key=request["key"], mandatory=request.get("mandatory", False))
            return {"returned": list(self._returned)}

    def get(self, request):
        """Takes one message that is in the queue now, or answers null."""
        with self._lock:
            message = self._channel.basic_get(request["queue"], no_ack=True)
            return None if message is None else described(message)

    def purge(self, request):
        with self._lock:
            self._channel.queue_purge(request["queue"])

    def delete(self, request):
        with self._lock:
            if "queue" in request:
                self._channel.queue_delete(request["queue"])
            if "exchange" in request:
                self._channel.exchange_delete(request["exchange"])

    def close(self):
        with self._lock:
            self._connection.close()


class Capture:
    """request: url, queue; exchange, type, key and the flags of declare: consumes all there is."""

    def __init__(self, request):
        self._messages = queue.Queue()
        setup = Connection(request)
        setup.declare(request)
        setup.close()
        self._ended = threading.Event()
        self._connection = connect(request["url"])
        channel = self._connection.channel()
        channel.basic_consume(request["queue"], callback=self._on_message, no_ack=True)
        self._thread = threading.Thread(
            target=self._consume, name="capture-" + request["queue"], daemon=True)
        self._thread.start()

    def _on_message(self, message):
        self._messages.put(described(message))

    def _consume(self):
        while not self._ended.is_set():
            try:
                self._connection.drain_events(timeout=0.2)
            except socket.timeout:
                pass
            except (OSError, amqp.AMQPError):
                return

    def next(self, request):
        """The next message, or null after timeout seconds."""
        try:
            return self._messages.get(timeout=request.get("timeout", 10))
        except queue.Empty:
            return None

    def close(self):
        self._ended.set()
        self._thread.join()
        self._connection.close()
