package dev.svar.testkit.rabbit;

import dev.svar.testkit.net.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's side of one server: its folder, its environment, its processes.
 *
 * <p>The node takes Erlang from its standard input. So an expression is answered at once, and the
 * node ends when this JVM ends, even by SIGKILL. Not thread-safe but for {@link #eval}.
 */
final class RabbitNode {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration CTL_LIMIT = Duration.ofMinutes(1);

  /**
   * Waits until a start is over in every part. Its marker goes some 200 ms after the broker serves;
   * a start that finds the marker of another one does nothing, and says {@code ok}.
   */
  private static final String START_IS_OVER =
      """
      case whereis(rabbit_boot) of \
      undefined -> ok; \
      Boot -> Ended = monitor(process, Boot), receive {'DOWN', Ended, _, _, _} -> ok end end\
      """;

  private final RabbitInstallation installation;
  private final Path directory;
  private final String name = "svar-" + UUID.randomUUID().toString().substring(0, 8) + "@localhost";
  private final int distributionPort = LoopbackPorts.free();
  private final PortMapper portMapper = new PortMapper();
  private @Nullable Process process;
  private volatile @Nullable ErlangShell shell;

  RabbitNode(RabbitInstallation installation, Path directory, String configuration) {
    this.installation = installation;
    this.directory = directory.toAbsolutePath();
    try {
      Files.createDirectories(home());
      Files.createDirectories(directory.resolve("log"));
      Files.createDirectories(directory.resolve("mnesia"));
      Files.writeString(directory.resolve("rabbitmq.conf"), configuration);
      Files.writeString(directory.resolve("enabled_plugins"), "[].\n");
      Path cookie =
          Files.createFile(
              home().resolve(".erlang.cookie"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(cookie, UUID.randomUUID().toString());
      Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for RabbitMQ in " + directory, e);
    }
  }

  /** Starts the node on what its folder holds, and returns when it serves. */
  void start() {
    portMapper.start();
    ProcessBuilder builder = new ProcessBuilder(installation.server().toString());
    builder.redirectErrorStream(true);
    try {
      process = prepared(builder).start();
    } catch (IOException e) {
      throw new UncheckedIOException("RabbitMQ could not be started", e);
    }
    ErlangShell started = new ErlangShell(process, name);
    shell = started;
    try {
      eval("ok = rabbit:await_startup(), " + START_IS_OVER, START_LIMIT);
    } catch (IllegalStateException e) {
      // A node that gives up says why just before it ends.
      Processes.await(process, Duration.ofSeconds(5));
      Processes.kill(process);
      throw new IllegalStateException(
          "RabbitMQ did not start. It printed:\n" + started.output() + "\nIt logged:\n" + log(), e);
    }
  }

  String eval(String expression) {
    return eval(expression, CTL_LIMIT);
  }

  private String eval(String expression, Duration limit) {
    ErlangShell current = shell;
    if (current == null) {
      throw new IllegalStateException("The node " + name + " was never started");
    }
    return current.eval(expression, limit);
  }

  /** Starts the broker within the node, and returns when it serves. */
  void startApp() {
    eval(START_IS_OVER + ", ok = rabbit:start(), ok = rabbit:await_startup()");
  }

  /** Stops the node as an administrator does: what is durable survives. */
  void shutDown() {
    if (process != null && process.isAlive()) {
      eval("init:stop()");
      if (!Processes.await(process, START_LIMIT)) {
        throw new IllegalStateException(
            "The node " + name + " was told to stop, and still runs after " + START_LIMIT);
      }
      Processes.kill(process);
    }
  }

  /** Ends the node at once, with SIGKILL: what was not yet written is lost. */
  void kill() {
    if (process != null) {
      Processes.kill(process);
    }
  }

  /** Sends {@code signal} (as {@code kill} names it) to the node. */
  void signal(String signal) {
    if (process == null || !process.isAlive()) {
      throw new IllegalStateException("The node " + name + " does not run");
    }
    run(List.of("kill", "-" + signal, Long.toString(process.pid())));
  }

  /** Ends the node and its port mapper, and returns when none of their processes is left. */
  void end() {
    if (process != null) {
      if (process.isAlive()) {
        signal("CONT");
      }
      Processes.endByClosingInput(process, Duration.ofSeconds(10));
    }
    portMapper.close();
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  String ctl(String... args) {
    List<String> command = new ArrayList<>();
    command.add(installation.ctl().toString());
    command.add("-q");
    command.addAll(List.of(args));
    return run(command);
  }

  String log() {
    try {
      Path log = directory.resolve("log/rabbit.log");
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return "(" + e + ")";
    }
  }

  private String run(List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "command", ".out");
      Path err = Files.createTempFile(directory, "command", ".err");
      ProcessBuilder builder = prepared(new ProcessBuilder(command));
      Process run = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      run.getOutputStream().close();
      boolean ended = Processes.await(run, CTL_LIMIT);
      if (!ended) {
        Processes.kill(run);
      }
      String output = Files.readString(out);
      String errors = Files.readString(err);
      Files.delete(out);
      Files.delete(err);
      if (!ended || run.exitValue() != 0) {
        String end = ended ? "ended with " + run.exitValue() : "did not end within " + CTL_LIMIT;
        throw new IllegalStateException(
            String.join(" ", command) + " " + end + ": " + errors + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command) + " could not be run", e);
    }
  }

  private ProcessBuilder prepared(ProcessBuilder builder) {
    builder.directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    clearInherited(environment);
    environment.put("HOME", home().toString());
    environment.put("RABBITMQ_NODENAME", name);
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(distributionPort));
    environment.put("ERL_EPMD_PORT", Integer.toString(portMapper.port()));
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_CONF_ENV_FILE", path("rabbitmq-env.conf"));
    environment.put("RABBITMQ_CONFIG_FILE", path("rabbitmq.conf"));
    environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", path("advanced.config"));
    environment.put("RABBITMQ_GENERATED_CONFIG_DIR", path("generated"));
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", path("enabled_plugins"));
    environment.put("RABBITMQ_FEATURE_FLAGS_FILE", path("feature_flags"));
    environment.put("RABBITMQ_MNESIA_BASE", path("mnesia"));
    environment.put("RABBITMQ_LOG_BASE", path("log"));
    environment.put("RABBITMQ_LOGS", path("log/rabbit.log"));
    environment.put("RABBITMQ_PID_FILE", path("pid"));
    environment.put("RABBITMQ_ALLOW_INPUT", "true");
    environment.put("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", serverArguments());
    environment.put("RABBITMQ_CTL_ERL_ARGS", "-start_epmd false " + loopbackOnly());
    environment.put("RABBITMQ_CTL_DIST_PORT_MIN", "0");
    environment.put("RABBITMQ_CTL_DIST_PORT_MAX", "0");
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  /**
   * Named from the beginning: a server that names itself later first starts a whole second virtual
   * machine to make sure of a port mapper, which takes a second.
   */
  private String serverArguments() {
    return "-sname "
        + name
        + " -start_epmd false "
        + loopbackOnly()
        + (" -kernel inet_dist_listen_min " + distributionPort)
        + (" -kernel inet_dist_listen_max " + distributionPort)
        + " +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none +stbt u";
  }

  private static String loopbackOnly() {
    return "-kernel inet_dist_use_interface {127,0,0,1}";
  }

  /** Removes what would lead a server away from its own folder and ports. */
  static void clearInherited(Map<String, String> environment) {
    environment.keySet().removeIf(key -> key.startsWith("RABBITMQ_") || key.startsWith("ERL_"));
  }

  private Path home() {
    return directory.resolve("home");
  }

  private String path(String file) {
    return directory.resolve(file).toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
