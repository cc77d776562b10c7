package dev.svar.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The library as it was at a commit: built in a work tree of its own, which is removed afterwards;
 * its jars are kept.
 */
final class Commit {
  private static final List<String> MODULES = List.of("svar-core", "svar-rabbitmq", "svar-kafka");

  private final String hash;
  private final Path jars;

  /**
   * Names it.
   *
   * @param name whatever git takes for a commit
   * @param directory where its jars are kept
   * @throws IllegalArgumentException if there is none of that name
   */
  Commit(String name, Path directory) throws IOException, InterruptedException {
    hash = run(Path.of(""), List.of("git", "rev-parse", "--short=12", name + "^{commit}")).strip();
    jars = directory.resolve("compare").resolve(hash);
  }

  /** Twelve digits. */
  String hash() {
    return hash;
  }

  /** The class path of its jars; they are built if they have not been yet. */
  String classPath() throws IOException, InterruptedException {
    Path built = jars.resolve("jars");
    if (!Files.isDirectory(built)) {
      Path tree = jars.resolve("tree").toAbsolutePath();
      run(Path.of(""), List.of("git", "worktree", "add", "--detach", tree.toString(), hash));
      try {
        build(tree, built);
      } finally {
        run(Path.of(""), List.of("git", "worktree", "remove", "--force", tree.toString()));
      }
    }
    return String.join(File.pathSeparator, jars(built));
  }

  private static void build(Path tree, Path into) throws IOException, InterruptedException {
    List<String> maven = new ArrayList<>(List.of("mvn", "-q", "-B", "-ntp", "-Pquick"));
    maven.addAll(List.of("-pl", String.join(",", MODULES), "-am", "package"));
    run(tree, maven);
    Path partial = Files.createDirectories(into.resolveSibling("jars.new"));
    for (String module : MODULES) {
      Path target = tree.resolve(module).resolve("target").resolve("quick");
      for (String jar : jars(target)) {
        Path from = Path.of(jar);
        Files.copy(
            from,
            partial.resolve(String.valueOf(from.getFileName())),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(partial, into);
  }

  private static List<String> jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList();
    }
  }

  private static String run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalArgumentException(String.join(" ", command) + " failed:\n" + output);
    }
    return output;
  }
}
