package dev.svar.cli;

import dev.svar.CallTimeoutException;
import dev.svar.ClosedException;
import dev.svar.ConfigurationException;
import dev.svar.ConnectionException;
import dev.svar.DeliveryException;
import dev.svar.MalformedReplyException;
import dev.svar.MessagingException;
import dev.svar.RemoteException;
import dev.svar.UndeliverableException;
import dev.svar.UnknownMethodException;
import dev.svar.UnsupportedVersionException;
import dev.svar.VersionCapException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as a user or a script wants to know it.
 *
 * @param code how the command ends
 * @param kind a word for scripts
 * @param text for people
 * @param hint where to read on; null for nowhere
 * @param remote what the server said of it; null if none did
 */
record Problem(
    ExitCode code,
    String kind,
    String text,
    @Nullable String hint,
    RemoteException.@Nullable Failure remote) {

  /** What {@code failure} means for the command that met it. */
  static Problem of(Throwable failure) {
    if (failure instanceof RemoteException remote) {
      return remote(remote);
    }
    if (failure instanceof CallTimeoutException) {
      return local(ExitCode.TIMEOUT, "timeout", failure);
    }
    if (failure instanceof UndeliverableException) {
      return local(ExitCode.NOBODY_LISTENS, "nobody_listens", failure);
    }
    if (failure instanceof DeliveryException
        || failure instanceof ConnectionException
        || failure instanceof ClosedException) {
      return local(ExitCode.BROKER, "broker", failure);
    }
    if (failure instanceof ConfigurationException
        || failure instanceof VersionCapException
        || failure instanceof IllegalArgumentException) {
      return local(ExitCode.USAGE, "usage", failure);
    }
    if (failure instanceof MalformedReplyException) {
      return local(ExitCode.FAILED, "malformed_reply", failure);
    }
    if (failure instanceof MessagingException && Thread.currentThread().isInterrupted()) {
      return local(ExitCode.INTERRUPTED, "interrupted", failure);
    }
    String text =
        failure instanceof MessagingException && failure.getMessage() != null
            ? failure.getMessage()
            : "a fault of svar itself: " + failure;
    return new Problem(ExitCode.INTERNAL, "internal", text, "-v shows where", null);
  }

  /** What was typed is wrong. */
  static Problem usage(String text, String hint) {
    return new Problem(ExitCode.USAGE, "usage", text, hint, null);
  }

  private static Problem remote(RemoteException failure) {
    String text = String.valueOf(failure.getMessage());
    if (failure instanceof UnknownMethodException) {
      return new Problem(ExitCode.UNKNOWN_METHOD, "unknown_method", text, null, failure.failure());
    }
    if (failure instanceof UnsupportedVersionException) {
      return new Problem(
          ExitCode.UNKNOWN_METHOD, "unsupported_version", text, null, failure.failure());
    }
    String hint = failure.traceback().isEmpty() ? null : "-v shows its traceback";
    return new Problem(ExitCode.FAILED, "remote", text, hint, failure.failure());
  }

  /** The library's texts name its own options; a user of the command has others. */
  private static Problem local(ExitCode code, String kind, Throwable failure) {
    String message = failure.getMessage();
    String text =
        message == null
            ? failure.toString()
            : message
                .replace("RpcClient.Builder.timeout", "--timeout")
                .replace("RpcClient.Builder.overallTimeout", "--overall-timeout")
                .replace("RpcClient.Builder.monitor", "--monitor")
                .replace("Transport.Builder.url", "--url")
                .replace("Transport.open", "--url");
    return new Problem(code, kind, text, null, null);
  }

  /** The lines of the remote traceback, without line ends. */
  List<String> traceback() {
    return remote == null ? List.of() : remote.traceback().stream().flatMap(String::lines).toList();
  }

  /** For scripts; every key is always there. */
  Map<String, @Nullable Object> toJson() {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("kind", kind);
    error.put("class", remote == null ? null : remote.type());
    error.put("module", remote == null ? null : remote.module());
    error.put("message", remote == null ? text : remote.message());
    error.put("traceback", traceback());
    return error;
  }
}
