package dev.svar.kafka;

import dev.svar.driver.DriverException;
import dev.svar.driver.DriverException.Outcome;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's exceptions mean to the library. */
final class Failures {
  private Failures() {}

  /** For what was not handed to the client yet, or was no message. */
  static DriverException before(String what, Throwable failure) {
    return of(what, failure, Outcome.NOT_SENT);
  }

  /** For a message that the client had. */
  static DriverException after(String what, Throwable failure) {
    return of(what, failure, Outcome.UNKNOWN);
  }

  private static DriverException of(String what, Throwable failure, Outcome otherwise) {
    Throwable cause = unwrap(failure);
    if (cause instanceof DriverException known) {
      return known;
    }
    Outcome outcome = isRefusal(cause) ? Outcome.REFUSED : otherwise;
    String reason = cause.getMessage();
    return new DriverException(
        outcome, what + ": " + (reason != null ? reason : cause.getClass().getSimpleName()), cause);
  }

  /** Whether the broker said no, so that to ask again is useless. */
  static boolean isRefusal(Throwable cause) {
    return cause instanceof AuthenticationException
        || cause instanceof AuthorizationException
        || cause instanceof RecordTooLargeException
        || cause instanceof InvalidTopicException
        || cause instanceof InvalidGroupIdException
        || cause instanceof InvalidPartitionsException
        || cause instanceof InvalidReplicationFactorException
        || cause instanceof InvalidConfigurationException
        || cause instanceof InconsistentGroupProtocolException
        || cause instanceof PolicyViolationException
        || cause instanceof SerializationException
        || cause instanceof UnsupportedVersionException;
  }

  /** Whether {@code failure} may be over without anybody doing anything. */
  static boolean isPassing(Throwable failure) {
    return failure instanceof ApiException && !isRefusal(failure);
  }

  /** The failure itself, out of what futures wrap around it. */
  static Throwable unwrap(Throwable failure) {
    Throwable inner = failure;
    while ((inner instanceof CompletionException || inner instanceof ExecutionException)
        && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  static DriverException closed() {
    return new DriverException(Outcome.NOT_SENT, "The Kafka driver is closed", null);
  }
}
