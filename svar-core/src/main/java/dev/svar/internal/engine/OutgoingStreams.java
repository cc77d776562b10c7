package dev.svar.internal.engine;

import dev.svar.internal.codec.StreamSignal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that servers of one transport send, by message id. Thread-safe, never blocks. */
final class OutgoingStreams {
  private static final Logger log = LoggerFactory.getLogger(OutgoingStreams.class);

  private final Map<String, OutgoingStream> byMessageId = new ConcurrentHashMap<>();

  /** Returns whether there is room for another stream, of an id that is new. */
  boolean add(OutgoingStream stream) {
    return byMessageId.size() < StreamLimits.STREAMS
        && byMessageId.putIfAbsent(stream.messageId(), stream) == null;
  }

  void remove(OutgoingStream stream) {
    byMessageId.remove(stream.messageId(), stream);
  }

  /** A client said something about one of them. */
  void signalled(StreamSignal signal) {
    OutgoingStream stream = byMessageId.get(signal.messageId());
    if (stream == null) {
      log.debug("A signal came for stream {}, which is over or was never here", signal.messageId());
    } else if (signal.credit() != null) {
      stream.granted(signal.credit());
    } else {
      stream.cancelled();
    }
  }
}
