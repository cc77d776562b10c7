package dev.svar.internal.engine;

import dev.svar.RemoteException;
import dev.svar.internal.codec.IncomingRequest;

/** How a request wants to be answered: by what its sender knows. */
enum Era {
  /** oslo.messaging since 8.0, which always sends {@code _timeout}: one reply, which ends. */
  TODAY,

  /**
   * openstack.common.rpc of 2013: replies without {@code ending}, one for each value, then one that
   * ends and whose result nobody looks at; a failure ends, too.
   */
  OF_2013,

  /** Before Grizzly: the same, at a queue named {@code _msg_id}, and without that key. */
  BEFORE_2013;

  /** That of a request which wants to be answered. */
  static Era of(IncomingRequest request) {
    if (request.replyQueue() == null) {
      return BEFORE_2013;
    }
    return request.hasTimeout() ? TODAY : OF_2013;
  }

  /**
   * {@code failure} as the sender of the request names it: the built-in exceptions of Python 2 are
   * in a module {@code exceptions}, which its callers allow where they have never heard of {@code
   * builtins} (oslo-incubator, {@code rpc/common.py}, {@code deserialize_remote_exception}).
   */
  RemoteException.Failure named(RemoteException.Failure failure) {
    if (this == TODAY || !"builtins".equals(failure.module())) {
      return failure;
    }
    return new RemoteException.Failure(
        failure.type(),
        "exceptions",
        failure.message(),
        failure.traceback(),
        failure.args(),
        failure.kwargs());
  }
}
