package dev.svar.cli;

import dev.svar.Context;
import dev.svar.rpc.RpcClient;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code svar call}: runs a method and shows its answer. */
@Command(
    name = "call",
    header = "Runs a method on a server, and shows its answer.",
    customSynopsis = "svar call [OPTION]... TOPIC METHOD [ARGUMENT]...",
    description = {
      "Waits for the answer, and prints it as one line of JSON.",
      "With -o json prints {\"result\": ..., \"elapsed_ms\": ...}, or {\"error\": {\"kind\","
          + " \"class\", \"module\", \"message\", \"traceback\"}}. NaN and infinities are printed"
          + " as null.",
      "The kinds: remote, malformed_reply (exit code 1), usage (2), timeout (3), nobody_listens"
          + " (4), broker (5), unknown_method, unsupported_version (6), internal (70), interrupted."
    },
    footer = {
      "  svar call compute get_host_uptime --server host1 --version 6.0",
      "  svar call test add x:=1 y:=2.5",
      "  echo '{\"x\": 1, \"y\": 2}' | svar call test add --args -",
      "  svar call test sleep seconds:=90 --timeout 120 --monitor 10"
    })
final class CallCommand extends RequestCommand {
  @Option(
      names = "--monitor",
      paramLabel = "SECONDS",
      converter = Seconds.Monitor.class,
      description =
          "Fail when the server gave no sign of life for so long, even if the timeout is far away:"
              + " whole seconds, 2 or more. Default: off.")
  @Nullable Duration monitor;

  CallCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  void send(RpcClient.Builder client, Context with, Map<String, @Nullable Object> arguments) {
    if (monitor != null) {
      client.monitor(monitor);
    }
    long start = System.nanoTime();
    Object answer = client.build().call(with, method, arguments);
    output.result(answer, System.nanoTime() - start, JsonLine.of(answer));
  }
}
