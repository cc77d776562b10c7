package dev.svar.cli;

import dev.svar.CallTimeoutException;
import dev.svar.Context;
import dev.svar.RemoteException;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.UnsupportedVersionException;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The steps of the demo, in their order. */
final class DemoSteps {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** What a cast may take to arrive, on a slow broker. */
  private static final Duration ARRIVAL = Duration.ofSeconds(10);

  private final RpcClient client;
  private final DemoServers servers;
  private final Transcript transcript;

  DemoSteps(Transport transport, Target target, DemoServers servers, Transcript transcript) {
    this.client = RpcClient.builder(transport, target).build();
    this.servers = servers;
    this.transcript = transcript;
  }

  /** Takes all of them, whatever each gives. */
  void run() {
    warmUp();
    call();
    callOneServer();
    multicall();
    cast();
    fanout();
    remoteError();
    unsupportedVersion();
    timeout();
  }

  /** Once unseen, so that no step is charged for the loading of classes. */
  private void warmUp() {
    greet(client);
    count(client);
    try {
      find(client);
    } catch (RemoteException e) {
      // As it should: the step shows it.
    }
  }

  private void call() {
    transcript.step(
        "A call runs on one of the servers, whichever is free, and waits for its answer.",
        "call greet(name=\"world\")",
        "a greeting from one of them",
        () -> Outcome.value(greet(client), text -> text.startsWith("hello world, from ")));
  }

  private void callOneServer() {
    transcript.step(
        "A call to a server by its name runs there.",
        "call greet(name=\"world\") to server two",
        "a greeting from two",
        () ->
            Outcome.value(
                greet(client.prepare().server(DemoServers.TWO).build()),
                text -> text.equals("hello world, from two")));
  }

  private static String greet(RpcClient client) {
    return String.valueOf(client.call(Context.EMPTY, "greet", Map.of("name", "world")));
  }

  private static @Nullable Object find(RpcClient client) {
    return client.call(Context.EMPTY, "find", Map.of("id", 7));
  }

  private void multicall() {
    transcript.step(
        "A multicall gives each answer of one server as it comes.",
        "multicall count(n=3)",
        "three answers: 1, 2, 3",
        () -> {
          List<@Nullable Object> answers = count(client);
          return Outcome.of(JsonLine.of(answers), answers.equals(List.of(1, 2, 3)));
        });
  }

  private static List<@Nullable Object> count(RpcClient client) {
    try (Stream<@Nullable Object> answers =
        client.multicall(Context.EMPTY, "count", Map.of("n", 3))) {
      return answers.toList();
    }
  }

  private void cast() {
    transcript.step(
        "A cast runs on one of the servers; nobody answers.",
        "cast note(text=\"hi\")",
        "no answer; it runs once",
        () -> {
          client.cast(Context.EMPTY, "note", Map.of("text", "hi"));
          List<String> ran = servers.noted(1, ARRIVAL);
          return Outcome.of("no answer; it ran on " + names(ran), ran.size() == 1);
        });
  }

  private void fanout() {
    transcript.step(
        "A fanout runs on every server; nobody answers.",
        "fanout note(text=\"hi\")",
        "no answer; it runs on one and two",
        () -> {
          client.fanout(Context.EMPTY, "note", Map.of("text", "hi"));
          List<String> ran = servers.noted(2, ARRIVAL);
          return Outcome.of("no answer; it ran on " + names(ran), ran.size() == 2);
        });
  }

  private void remoteError() {
    transcript.step(
        "A method that fails there fails here, with the class and the text of its exception.",
        "call find(id=7)",
        "builtins.LookupError: no volume 7",
        () ->
            Outcome.failure(
                RemoteException.class,
                () -> find(client),
                failure -> "builtins.LookupError: no volume 7".equals(failure.getMessage())));
  }

  private void unsupportedVersion() {
    transcript.step(
        "A client that needs a newer interface than the servers have learns so at once.",
        "call greet(name=\"world\") for version 2.0, where the servers have 1.0",
        "UnsupportedVersionException",
        () ->
            Outcome.failure(
                UnsupportedVersionException.class,
                () -> greet(client.prepare().version("2.0").build()),
                failure -> true));
  }

  private void timeout() {
    transcript.step(
        "A call that nobody answers in time fails, and says what is known.",
        "call dawdle() with a timeout of 300 ms",
        "CallTimeoutException after 300 ms",
        () ->
            Outcome.failure(
                CallTimeoutException.class,
                () ->
                    client.prepare().timeout(SHORT).build().call(Context.EMPTY, "dawdle", Map.of()),
                failure -> true));
  }

  private static String names(List<String> servers) {
    return servers.isEmpty() ? "no server" : String.join(" and ", servers);
  }
}
