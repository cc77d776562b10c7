package dev.svar.cli;

import dev.svar.Context;
import dev.svar.rpc.RpcClient;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code svar cast}: has a method run, and waits for no answer. */
@Command(
    name = "cast",
    header = "Has a method run, and waits for no answer.",
    customSynopsis = "svar cast [OPTION]... TOPIC METHOD [ARGUMENT]...",
    description = {
      "Ends when the broker has taken the request over. Whether the method ran well, or at all,"
          + " nobody tells.",
      "Fails with exit code 4 if the broker has no queue for it; a fanout may reach nobody."
    },
    footer = {
      "  svar cast compute refresh_cache --server host1 host=host1",
      "  svar cast scheduler update_aggregates aggregates:='[]' --fanout --context request_id=req-1"
    })
final class CastCommand extends RequestCommand {
  @Option(names = "--fanout", description = "To every server of the topic.")
  boolean fanout;

  CastCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  void send(RpcClient.Builder builder, Context with, Map<String, @Nullable Object> arguments) {
    if (fanout && server != null) {
      throw new IllegalArgumentException(
          "--fanout and --server: every server or one (expected: one of the two options)");
    }
    RpcClient client = builder.mandatory(true).build();
    long start = System.nanoTime();
    if (fanout) {
      client.fanout(with, method, arguments);
    } else {
      client.cast(with, method, arguments);
    }
    long nanos = System.nanoTime() - start;
    String text =
        String.format(
            Locale.ROOT,
            "%s was handed to the broker for %s (%.2f ms)",
            JsonLine.readable(method),
            JsonLine.readable(client.target().withFanout(fanout).toString()),
            nanos / 1e6);
    output.result(null, nanos, text);
  }
}
