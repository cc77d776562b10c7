"""RPC servers of October 2013."""

import concurrent.futures
import inspect
import json
import logging
import threading

import peer_2013_wire as wire
from peer_2013_amqp import Consumers, Publisher
from peer_2013_endpoints import Dispatcher, Endpoint
from peer_journal import Journal

_LOG = logging.getLogger(__name__)


class Context:
    """Whose request it is, and where replies to it go."""

    def __init__(self, publisher, message):
        self._publisher = publisher
        self._values = wire.context_of(message)
        self._msg_id = message.get("_msg_id")
        self._reply_q = message.get("_reply_q")

    def to_dict(self):
        return dict(self._values)

    def reply(self, result=None, failure=None, ending=False):
        """Does nothing if nobody waits: after the end, or in a cast."""
        if not self._msg_id:
            return
        message = {"result": result, "failure": failure, "_unique_id": wire.new_id()}
        if ending:
            message["ending"] = True
        if self._reply_q:
            message["_msg_id"] = self._msg_id
        self._publisher.direct_send(self._reply_q or self._msg_id, wire.body(message))
        if ending:
            self._msg_id = None


class Server:
    """request: url, topic; host, exchange, endpoints: [{namespace, version}].

    Listens on the topic, on topic.host and on the fanout of the topic. A request is acknowledged
    before its method runs. Does not reconnect.
    """

    def __init__(self, request):
        self.journal = Journal()
        self.errors = Journal()
        exchange = request.get("exchange", "openstack")
        self._released = threading.Event()
        self._dispatcher = Dispatcher([Endpoint(self._released, **endpoint)
                                       for endpoint in request.get("endpoints", [{}])])
        self._publisher = Publisher(request["url"], exchange)
        self._workers = concurrent.futures.ThreadPoolExecutor(64, thread_name_prefix="2013-worker")
        topic = request["topic"]
        self._consumers = Consumers(request["url"], topic)
        self._consumers.declare_topic(exchange, topic, self._consumer("topic"))
        if "host" in request:
            self._consumers.declare_topic(
                exchange, "%s.%s" % (topic, request["host"]), self._consumer("host"))
        self._consumers.declare_fanout(topic, self._consumer("fanout"))
        self._consumers.start()

    def _consumer(self, name):
        duplicates = wire.Duplicates()

        def on_message(request, message):
            try:
                duplicates.check(request)
            except wire.DuplicateMessageError as error:
                self.errors.add({"error": str(error)})
                raise
            self._take(request, message, name)
        return on_message

    def _take(self, request, message, consumer):
        self.journal.add({
            "method": request.get("method"), "args": request.get("args", {}),
            "ctxt": wire.context_of(request), "message": request, "consumer": consumer,
            "envelope": json.loads(message.body).get("oslo.version"),
            "headers": message.properties.get("application_headers", {})})
        ctxt = Context(self._publisher, request)
        if not request.get("method"):
            ctxt.reply("No method for message: %s" % request)
            return
        # What is queued here counts as taken: the caller acknowledges it at once.
        self._workers.submit(self._process, ctxt, request)

    def _process(self, ctxt, request):
        try:
            result = self._dispatcher.dispatch(
                ctxt, request.get("version"), request["method"], request.get("namespace"),
                **request.get("args", {}))
            if inspect.isgenerator(result):
                for item in result:
                    ctxt.reply(item)
            else:
                ctxt.reply(result)
            ctxt.reply(ending=True)
        except Exception as error:
            _LOG.exception("Exception during message handling")
            ctxt.reply(failure=wire.failure(error))

    def calls(self, request):
        """What arrived and was no duplicate, fit or not."""
        return self.journal.take(request.get("at_least", 0), request.get("timeout", 10))

    def duplicates(self, request):
        """What was dropped because its unique id had been seen."""
        return self.errors.take(request.get("at_least", 0), request.get("timeout", 10))

    def release(self, request):
        """Lets wait_between go on."""
        self._released.set()

    def close(self):
        self._released.set()
        self._consumers.close()
        self._workers.shutdown()
        self._publisher.close()
