package dev.svar.interop;

import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.rpc.RemainingArgs;
import dev.svar.rpc.RpcEndpoint;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the Java servers of these tests can do. */
@SuppressWarnings("DoNotCallSuggester") // to be called is what its methods are for
@RpcEndpoint(namespace = "ns1", version = "1.2")
public final class JavaEndpoint {
  final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  final CompletableFuture<Void> release = new CompletableFuture<>();
  private final String name;

  JavaEndpoint(String name) {
    this.name = name;
  }

  public Object same(Object arg) {
    return arg;
  }

  public Map<String, Object> echo(@RemainingArgs Map<String, Object> args) {
    return args;
  }

  public int add(int x, int y) {
    return x + y;
  }

  public String who() {
    return name;
  }

  public void tell(Object what) {
    told.add(what == null ? "null" : what);
  }

  public Map<String, Object> context(Context context) {
    return context.toMap();
  }

  public String text(int size) {
    return "x".repeat(size);
  }

  public void illegal(String message) {
    throw new IllegalArgumentException(message);
  }

  public void state(String message) {
    throw new IllegalStateException(message);
  }

  /** Ends after {@code seconds}, by a timer instead of a sleep. */
  public CompletableFuture<String> slow(double seconds) {
    CompletableFuture<String> slept = new CompletableFuture<>();
    CompletableFuture.delayedExecutor((long) (seconds * 1000), TimeUnit.MILLISECONDS)
        .execute(() -> slept.complete("slept"));
    return slept;
  }

  /** Streams 1 to {@code n}. */
  public Iterator<Integer> count(int n) {
    return IntStream.rangeClosed(1, n).iterator();
  }

  public Iterator<Object> nones() {
    return Collections.<Object>nCopies(3, null).iterator();
  }

  /** Streams 1 to {@code n}, and fails then. */
  public Stream<Integer> countAndFail(int n, String message) {
    return IntStream.rangeClosed(1, n + 1)
        .mapToObj(
            i -> {
              if (i > n) {
                throw new IllegalStateException(message);
              }
              return i;
            });
  }

  /** Streams {@code before}, and {@code after} when {@link #release} has been told. */
  public Stream<String> waitBetween() {
    return Stream.of("before", "after")
        .peek(
            item -> {
              if (item.equals("after")) {
                release.orTimeout(30, TimeUnit.SECONDS).join();
              }
            });
  }

  public Stream<String> texts(List<Integer> sizes) {
    return sizes.stream().map("x"::repeat);
  }

  /** Fails as any Python class. */
  public void raise(String module, String type, String message, Map<String, Object> kwargs) {
    throw new RemoteException(
        new RemoteException.Failure(
            type, module, message, List.of("made in Java\n"), List.of(message), kwargs));
  }
}
