package dev.svar.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * Why the broker closed a channel, or with {@code connection} all of them: AMQP's reply code and
 * text (AMQP 0-9-1, 1.2 and 1.4.2.10), and the method that it did not like.
 */
record Closure(boolean connection, int code, String text, int classId, int methodId) {
  static final int ACCESS_REFUSED = 403;
  static final int NOT_FOUND = 404;
  static final int RESOURCE_LOCKED = 405;
  static final int PRECONDITION_FAILED = 406;
  static final int NOT_ALLOWED = 530;
  static final int INTERNAL_ERROR = 541;

  /** What the broker said, if {@code failure} comes from that; else null. */
  static @Nullable Closure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ShutdownSignalException signal) {
        Method reason = signal.getReason();
        if (signal.isInitiatedByApplication()) {
          return null;
        } else if (reason instanceof AMQP.Channel.Close close) {
          return new Closure(
              false,
              close.getReplyCode(),
              close.getReplyText(),
              close.getClassId(),
              close.getMethodId());
        } else if (reason instanceof AMQP.Connection.Close close) {
          return new Closure(
              true,
              close.getReplyCode(),
              close.getReplyText(),
              close.getClassId(),
              close.getMethodId());
        }
      }
    }
    return null;
  }

  /** Whether {@code basic.publish} was the method. */
  boolean byPublish() {
    return classId == 60 && methodId == 40;
  }

  /** The reason as the broker words it; without the decoration of the client library. */
  static String reason(Throwable failure) {
    Closure closure = of(failure);
    if (closure != null) {
      return closure.toString();
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null
        ? root.getClass().getSimpleName()
        : root.getClass().getSimpleName() + ": " + message;
  }

  @Override
  public String toString() {
    return code + " " + text;
  }
}
