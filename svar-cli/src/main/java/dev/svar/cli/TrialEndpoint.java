package dev.svar.cli;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.RemoteException.Failure;
import dev.svar.rpc.Param;
import dev.svar.rpc.RemainingArgs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The methods of {@code svar serve}: they fail as Python's would. */
public final class TrialEndpoint {
  private final RequestLog log;

  TrialEndpoint(RequestLog log) {
    this.log = log;
  }

  /** The arguments. */
  public @Nullable Object echo(Context context, @RemainingArgs Map<String, @Nullable Object> args)
      throws Exception {
    return log.request("echo", args.keySet(), context, () -> args);
  }

  /** The sum of two numbers: exact of integers, else as Python adds floats. */
  public @Nullable Object add(
      Context context, @Param("x") @Nullable Object x, @Param("y") @Nullable Object y)
      throws Exception {
    return log.request("add", List.of("x", "y"), context, () -> sum(x, y));
  }

  private static Object sum(@Nullable Object x, @Nullable Object y) {
    if (!(x instanceof Number one) || !(y instanceof Number other)) {
      throw failure("builtins", "TypeError", "add() takes two numbers");
    }
    return isWhole(one) && isWhole(other)
        ? new BigInteger(one.toString()).add(new BigInteger(other.toString()))
        : (Object) (one.doubleValue() + other.doubleValue());
  }

  private static boolean isWhole(Number number) {
    return !(number instanceof Double || number instanceof Float || number instanceof BigDecimal);
  }

  /** Fails as the Python class {@code type}, by default RuntimeError. */
  public @Nullable Object fail(
      Context context,
      @Param(value = "type", optional = true) @Nullable String type,
      @Param(value = "message", optional = true) @Nullable String message)
      throws Exception {
    String name = type == null || type.isBlank() ? "RuntimeError" : type;
    int dot = name.lastIndexOf('.');
    return log.request(
        "fail",
        List.of("type", "message"),
        context,
        () -> {
          throw failure(
              dot < 0 ? "builtins" : name.substring(0, dot),
              name.substring(dot + 1),
              message == null ? "" : message);
        });
  }

  /** Null, after {@code seconds}. */
  public @Nullable Object sleep(Context context, @Param("seconds") double seconds)
      throws Exception {
    return log.request(
        "sleep",
        List.of("seconds"),
        context,
        () -> {
          if (!(seconds >= 0)) {
            throw failure("builtins", "ValueError", "sleep length must be non-negative");
          }
          TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
          return null;
        });
  }

  /** 1 to {@code n}, or without end, {@code delay} seconds between two. */
  public @Nullable Object count(
      Context context,
      @Param(value = "n", optional = true) @Nullable Long n,
      @Param(value = "delay", optional = true) @Nullable Double delay)
      throws Exception {
    List<String> args = List.of("n", "delay");
    double pause = delay == null ? 0 : delay;
    if (!(pause >= 0)) {
      return log.request(
          "count",
          args,
          context,
          () -> {
            throw failure("builtins", "ValueError", "count delay must be non-negative");
          });
    }
    return new LoggedItems<>(
        new Count(n == null ? Long.MAX_VALUE : n, pause), log.begin("count", args, context));
  }

  private static RemoteException failure(String module, String type, String message) {
    String line = (module.equals("builtins") ? "" : module + ".") + type + ": " + message + "\n";
    return new RemoteException(
        new Failure(type, module, message, List.of(line), List.of(message), Map.of()));
  }
}
