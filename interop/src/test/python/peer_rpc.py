"""RPC servers and clients."""

import time

import oslo_messaging
from oslo_messaging.rpc import dispatcher

import peer_config
from peer_endpoints import Endpoint, client
from peer_journal import Journal

_POLICIES = {
    "default": dispatcher.DefaultRPCAccessPolicy,
    "legacy": dispatcher.LegacyRPCAccessPolicy,
    "explicit": dispatcher.ExplicitRPCAccessPolicy,
}


class Server:
    """request: url, topic, server; exchange, endpoints: [{namespace, version, legacy_namespaces}],
    options, allowed_remote_exmods, ping, access_policy, threads."""

    def __init__(self, request):
        self.journal = Journal()
        self._transport = peer_config.rpc_transport(request)
        target = oslo_messaging.Target(
            exchange=request.get("exchange"), topic=request["topic"], server=request["server"])
        endpoints = [
            Endpoint(oslo_messaging.Target(**endpoint), self.journal, self._transport,
                     request["server"])
            for endpoint in request.get("endpoints", [{}])]
        with peer_config.global_ping(request.get("ping", True)):
            self._server = oslo_messaging.get_rpc_server(
                self._transport, target, endpoints, executor="threading",
                access_policy=_POLICIES[request.get("access_policy", "default")])
        self._server.start(override_pool_size=request.get("threads"))

    def calls(self, request):
        return self.journal.take(request.get("at_least", 0), request.get("timeout", 10),
                                 request.get("clear", False))

    def close(self):
        self._server.stop()
        self._server.wait()
        self._transport.cleanup()


class Client:
    """request: url, target; timeout, version_cap, retry, call_monitor_timeout, at_least_once,
    options, allowed_remote_exmods."""

    def __init__(self, request):
        self._transport = peer_config.rpc_transport(request)
        options = {key: request[key]
                   for key in ("timeout", "version_cap", "retry", "call_monitor_timeout")
                   if key in request}
        if request.get("at_least_once"):
            options["transport_options"] = oslo_messaging.TransportOptions(at_least_once=True)
        self._client = client(self._transport, peer_config.target(request["target"]), **options)

    def _prepared(self, request):
        prepare = dict(request.get("prepare") or {})
        if prepare.pop("at_least_once", False):
            prepare["transport_options"] = oslo_messaging.TransportOptions(at_least_once=True)
        return self._client.prepare(**prepare) if prepare else self._client

    def call(self, request):
        start = time.monotonic()
        result = self._prepared(request).call(
            request.get("ctxt") or {}, request["method"], **(request.get("args") or {}))
        return {"result": result, "seconds": time.monotonic() - start}

    def cast(self, request):
        self._prepared(request).cast(
            request.get("ctxt") or {}, request["method"], **(request.get("args") or {}))

    def can_send_version(self, request):
        prepared = self._prepared(request)
        return (prepared.can_send_version(request["version"]) if "version" in request
                else prepared.can_send_version())

    def close(self):
        self._transport.cleanup()
