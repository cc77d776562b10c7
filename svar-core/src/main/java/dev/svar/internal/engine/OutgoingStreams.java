package dev.svar.internal.engine;

import dev.svar.internal.codec.StreamSignal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams that servers of one transport send, by message id. Thread-safe, never blocks. */
final class OutgoingStreams {
  private static final Logger log = LoggerFactory.getLogger(OutgoingStreams.class);

  private final Map<String, OutgoingStream> byMessageId = new ConcurrentHashMap<>();

  /** Adds a stream. Returns why there is no place for it; null if there is. */
  @Nullable String add(OutgoingStream stream) {
    if (byMessageId.size() >= StreamLimits.STREAMS) {
      return "its server has " + StreamLimits.STREAMS + " streams, and takes no more";
    }
    return byMessageId.putIfAbsent(stream.messageId(), stream) == null
        ? null
        : "a stream with the same _msg_id is under way";
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
