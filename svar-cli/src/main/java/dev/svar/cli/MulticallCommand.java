package dev.svar.cli;

import dev.svar.Context;
import dev.svar.MessagingException;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code svar multicall}: runs a method and shows its answers as they come. */
@Command(
    name = "multicall",
    header = "Runs a method on a server, and shows its answers as they come.",
    customSynopsis = "svar multicall [OPTION]... TOPIC METHOD [ARGUMENT]...",
    description = {
      "Prints each answer as one line of JSON when it comes: of a method that streams its items, of"
          + " any other the one result. Answers before a failure stay printed. Ctrl-C ends the"
          + " method at the server, too, and so does a reader that has seen enough, such as head.",
      "--timeout is for each answer anew. With -o json prints {\"result\": ..., \"elapsed_ms\":"
          + " ...} for each, the time since the request, and a failure as svar call does."
    },
    footer = {
      "  svar multicall test count n:=3",
      "  svar multicall test count delay:=0.5 | head -n 5",
      "  svar multicall compute list_instances --server host1 --overall-timeout 600"
    })
final class MulticallCommand extends RequestCommand {
  @Option(
      names = "--monitor",
      paramLabel = "SECONDS",
      converter = Seconds.Monitor.class,
      description =
          "Fail when the server gave no sign of life for so long, even if the timeout is far away:"
              + " whole seconds, 2 or more. Default: off.")
  @Nullable Duration monitor;

  @Option(
      names = "--overall-timeout",
      paramLabel = "SECONDS",
      converter = Seconds.Positive.class,
      description =
          "Fail when the last answer did not come within so long; decimals allowed. Default: no"
              + " limit.")
  @Nullable Duration overallTimeout;

  MulticallCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  void send(RpcClient.Builder client, Context with, Map<String, @Nullable Object> arguments) {
    if (monitor != null) {
      client.monitor(monitor);
    }
    if (overallTimeout != null) {
      client.overallTimeout(overallTimeout);
    }
    long start = System.nanoTime();
    try (Stream<@Nullable Object> answers = client.build().multicall(with, method, arguments)) {
      Iterator<@Nullable Object> each = answers.iterator();
      while (output.isRead() && each.hasNext()) {
        Object answer = each.next();
        output.result(answer, System.nanoTime() - start, JsonLine.of(answer));
        if (Thread.currentThread().isInterrupted()) {
          // A step that finds an answer does not wait, and would not notice.
          throw new MessagingException("Interrupted while waiting for an answer", null);
        }
      }
    }
  }
}
