"""oslo.messaging as a contestant: one role in a process of its own.

Arguments: the role, the transport's URL, the topic. Takes requests as lines of JSON on its standard
input, answers each with one line, and ends with its input.
"""

import json
import os
import sys
import threading
import time

from oslo_config import cfg
import oslo_messaging

role, url, topic = sys.argv[1:4]
conf = cfg.CONF  # the library registers some of its options there only
conf([])


def payload(size):
    """As the Java side has it."""
    return {'id': 12, 'name': 'volume-1', 'tags': ['a', 'b'], 'text': 'x' * max(0, size - 54)}


class Server(object):
    def __init__(self):
        self.transport = oslo_messaging.get_rpc_transport(conf, url=url)
        self.server = oslo_messaging.get_rpc_server(
            self.transport, oslo_messaging.Target(topic=topic, server='host1'), [self],
            executor='threading')
        self.server.start()

    def echo(self, context, value):
        return value

    def close(self):
        self.server.stop()
        self.server.wait()


class Client(object):
    def __init__(self):
        self.transport = oslo_messaging.get_rpc_transport(conf, url=url)
        self.client = oslo_messaging.get_rpc_client(
            self.transport, oslo_messaging.Target(topic=topic), timeout=60)

    def run(self, callers, seconds, size):
        value = payload(size)
        times = [[] for _ in range(callers)]
        failures = []

        def work(mine):
            try:
                now = time.monotonic_ns()
                while now < end:
                    self.client.call({}, 'echo', value=value)
                    then = time.monotonic_ns()
                    mine.append(then - now)
                    now = then
            except Exception as failure:
                failures.append(failure)

        begin = time.monotonic_ns()
        end = begin + int(seconds * 1e9)
        threads = [threading.Thread(target=work, args=(mine,)) for mine in times]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.monotonic_ns() - begin
        if failures:
            raise failures[0]
        return {'nanos': took, 'times': sum(times, [])}

    def close(self):
        pass


class Notifier(object):
    def __init__(self):
        self.transport = oslo_messaging.get_notification_transport(conf, url=url)
        self.notifier = oslo_messaging.Notifier(
            self.transport, 'bench', driver='messagingv2', topics=[topic])

    def run(self, seconds, size):
        value = payload(size)
        count = 0
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.notifier.info({}, 'bench.event', value)
            count += 1
        return {'count': count}

    def close(self):
        pass


class Listener(object):
    def __init__(self):
        self.transport = oslo_messaging.get_notification_transport(conf, url=url)
        self.handled = 0
        self.changed = threading.Condition()
        self.listener = oslo_messaging.get_notification_listener(
            self.transport, [oslo_messaging.Target(topic=topic)], [self], executor='threading')
        self.listener.start()

    def info(self, context, publisher_id, event_type, payload, metadata):
        with self.changed:
            self.handled += 1
            self.changed.notify_all()

    def wait(self, count):
        """Until so many were handled in all."""
        with self.changed:
            if not self.changed.wait_for(lambda: self.handled >= count, 60):
                raise RuntimeError('%d of %d' % (self.handled, count))
        return {'count': count}

    def close(self):
        self.listener.stop()
        self.listener.wait()


peer = {'server': Server, 'client': Client, 'notifier': Notifier, 'listener': Listener}[role]()
print(json.dumps({'ready': True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    print(json.dumps(getattr(peer, request.pop('do'))(**request)), flush=True)
peer.close()
peer.transport.cleanup()
os._exit(0)
