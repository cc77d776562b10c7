package dev.svar.testkit.rabbit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where RabbitMQ's own scripts are.
 *
 * <p>Distributions put wrappers on the path that change user and folder; a private server needs the
 * scripts behind them.
 *
 * @param scripts the folder with {@code rabbitmq-server} and {@code rabbitmqctl}
 */
record RabbitInstallation(Path scripts) {

  static final String HOME_PROPERTY = "svar.rabbitmq.home";

  static final String HOME_VARIABLE = "SVAR_RABBITMQ_HOME";

  /** Finds an installation, in the order in which {@link #homes()} lists the places. */
  static Optional<RabbitInstallation> find() {
    return candidates()
        .filter(folder -> Files.isExecutable(folder.resolve("rabbitmq-server")))
        .findFirst()
        .map(RabbitInstallation::new);
  }

  /** Says why no private server can run here. */
  static Optional<String> unavailable() {
    if (find().isEmpty()) {
      return Optional.of(
          "RabbitMQ was not found: no rabbitmq-server in "
              + candidates().toList()
              + ". Install it (Debian: rabbitmq-server), or name its folder in "
              + HOME_VARIABLE
              + ".");
    }
    return Stream.of("sh", "erl", "epmd")
        .filter(program -> !isOnPath(program))
        .findFirst()
        .map(program -> "RabbitMQ cannot run: no " + program + " on the PATH.");
  }

  Path server() {
    return scripts.resolve("rabbitmq-server");
  }

  Path ctl() {
    return scripts.resolve("rabbitmqctl");
  }

  private static Stream<Path> candidates() {
    return homes().stream().flatMap(home -> Stream.of(home.resolve("bin"), home.resolve("sbin")));
  }

  private static List<Path> homes() {
    List<Path> homes = new ArrayList<>();
    addIfGiven(homes, System.getProperty(HOME_PROPERTY));
    addIfGiven(homes, System.getenv(HOME_VARIABLE));
    addIfGiven(homes, System.getenv("RABBITMQ_HOME"));
    homes.add(Path.of("/usr/lib/rabbitmq"));
    homes.add(Path.of("/usr/local/lib/rabbitmq"));
    homes.add(Path.of("/opt/rabbitmq"));
    homes.add(Path.of("/opt/homebrew/opt/rabbitmq"));
    return homes;
  }

  private static void addIfGiven(List<Path> homes, @Nullable String home) {
    if (home != null && !home.isBlank()) {
      homes.add(Path.of(home));
    }
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
