package dev.svar.cli;

import dev.svar.RemoteException;
import dev.svar.rpc.Param;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/** What the servers of the demo do. */
public final class DemoEndpoint {
  private final String server;
  private final Queue<String> noted;
  private final CountDownLatch end;

  DemoEndpoint(String server, Queue<String> noted, CountDownLatch end) {
    this.server = server;
    this.noted = noted;
    this.end = end;
  }

  /** A greeting, and who gives it. */
  public String greet(@Param("name") String name) {
    return "hello " + name + ", from " + server;
  }

  /** Counts: an answer for each number. */
  public Iterator<Integer> count(@Param("n") int n) {
    return IntStream.rangeClosed(1, n).iterator();
  }

  /** Gives nothing back; the demo sees here that it ran. */
  public void note(@Param("text") String text) {
    noted.add(server);
  }

  /** Fails as a Python server might. */
  public Object find(@Param("id") int id) {
    String message = "no volume " + id;
    throw new RemoteException(
        new RemoteException.Failure(
            "LookupError",
            "builtins",
            message,
            List.of("LookupError: " + message + "\n"),
            List.of(message),
            Map.of()));
  }

  /** Takes longer than anybody waits. */
  public void dawdle() throws InterruptedException {
    end.await();
  }
}
