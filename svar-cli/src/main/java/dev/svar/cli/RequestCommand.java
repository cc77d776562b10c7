package dev.svar.cli;

import dev.svar.Context;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.rpc.RpcClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that sends one request: which method, with which arguments, to whom. */
abstract class RequestCommand extends BusCommand {
  @Parameters(index = "0", paramLabel = "TOPIC", description = "What the servers listen on.")
  String topic = "";

  @Parameters(index = "1", paramLabel = "METHOD", description = "The method to run there.")
  String method = "";

  @Parameters(
      index = "2..*",
      paramLabel = "ARGUMENT",
      description =
          "name=text for a text, name:=json for any JSON value, such as count:=3 or ids:='[1, 2]'."
              + " Of the same name the later wins.")
  List<String> pairs = new ArrayList<>();

  @Option(
      names = "--args",
      paramLabel = "JSON|@FILE|-",
      description =
          "All arguments as a JSON object: typed here, in a file, or on standard input. Of a"
              + " name that is also given as ARGUMENT, the ARGUMENT wins.")
  @Nullable String args;

  @Option(
      names = "--server",
      paramLabel = "NAME",
      description = "This server of the topic. Default: any.")
  @Nullable String server;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "The namespace of the method. Default: none.")
  @Nullable String namespace;

  @Option(
      names = "--version",
      paramLabel = "X.Y",
      description =
          "The lowest version of the interface that is needed. Default: none, taken for 1.0.")
  @Nullable String version;

  @Option(
      names = "--version-cap",
      paramLabel = "X.Y",
      description = "Send nothing that needs more than this version. Default: no cap.")
  @Nullable String versionCap;

  @Option(
      names = "--context",
      paramLabel = "NAME=VALUE",
      description =
          "An entry of the context, such as request_id=req-1, or is_admin:=true. May be repeated.")
  List<String> context = new ArrayList<>();

  RequestCommand(GlobalOptions globals, Terminal terminal) {
    super(globals, terminal);
  }

  @Override
  final ExitCode execute() {
    if (method.isBlank()) {
      throw new IllegalArgumentException(
          "METHOD: \"" + method + "\" (expected: the name of a method)");
    }
    Target target = new Target(null, topic, namespace, version, server, false);
    Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
    if (args != null) {
      arguments.putAll(Arguments.ofJson(args, terminal.in()));
    }
    arguments.putAll(Arguments.ofPairs(pairs, ""));
    Context with = Context.of(Arguments.ofPairs(context, "--context "));
    Transport transport = connect(globals.bus(terminal.environment(), null));
    try {
      send(RpcClient.builder(transport, target).versionCap(versionCap), with, arguments);
    } finally {
      close(transport);
    }
    return ExitCode.DONE;
  }

  /** Sends it, and says what came of it. */
  abstract void send(
      RpcClient.Builder client, Context with, Map<String, @Nullable Object> arguments);
}
