package dev.svar.internal.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.svar.ConfigurationException;
import dev.svar.driver.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real oslo.config reads the same files. Needs a Python that has it: {@code -Dsvar.python}, or
 * the system's. Left out is where we differ on purpose: a reference to what is in a file, but no
 * known option, is an error there; one to a former name may mean an option of another group there.
 */
final class OsloConfigComparisonTest {
  private static final String PYTHON = System.getProperty("svar.python", "/usr/bin/python3");
  private static final int FILES = Integer.getInteger("svar.oslo.files", 500);

  private static final Option<String> A = Option.text("a");
  private static final Option<String> B = Option.text("b").orElse("B");
  private static final Option<List<String>> M = Option.multi("m").formerly("o");
  private static final Option<String> C = Option.text("c").formerly("DEFAULT.old");

  private static final List<OptionGroup> GROUPS =
      List.of(
          new OptionGroup("DEFAULT", List.of(A, B, M, Option.text("c")), Map.of()),
          new OptionGroup("g", List.of(A, C, Option.text("b")), Map.of()));

  @TempDir static Path folder;

  @BeforeAll
  static void needs_oslo_config() {
    assumeTrue(
        Files.isExecutable(Path.of(PYTHON)) && python("-c", "import oslo_config").isPresent(),
        PYTHON + " has no oslo.config");
  }

  @Test
  void random_files_are_read_alike() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < FILES; i++) {
      Files.writeString(file(i, 1), text(random));
      Files.writeString(file(i, 2), text(random));
    }
    Path script =
        Path.of(OsloConfigComparisonTest.class.getResource("/read_with_oslo_config.py").toURI());

    List<String> theirs =
        python(script.toString(), folder.toString(), String.valueOf(FILES)).orElseThrow();

    assertThat(theirs).hasSize(FILES).anyMatch(line -> !line.contains("!"));
    assertThat(IntStream.range(0, FILES).filter(i -> !ours(i).equals(theirs.get(i))).boxed())
        .as("files that are read differently")
        .map(
            i ->
                ours(i) + " but there " + theirs.get(i) + ":\n" + read(i, 1) + "---\n" + read(i, 2))
        .isEmpty();
  }

  private static String read(int i, int number) {
    try {
      return Files.readString(file(i, number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ours(int i) {
    try {
      ConfigFiles files = ConfigFiles.read(List.of(file(i, 1), file(i, 2)));
      FileValues values = new FileValues(files, GROUPS, new Warnings(warning -> {}));
      return Stream.<Supplier<Optional<List<String>>>>of(
              () -> values.read("DEFAULT", A).map(List::of),
              () -> values.read("DEFAULT", B).or(() -> Optional.of("B")).map(List::of),
              () -> values.read("DEFAULT", M),
              () -> values.read("g", A).map(List::of),
              () -> values.read("g", C).map(List::of))
          .map(OsloConfigComparisonTest::shown)
          .reduce((one, other) -> one + " " + other)
          .orElseThrow();
    } catch (ConfigurationException e) {
      return "!";
    }
  }

  private static String shown(Supplier<Optional<List<String>>> read) {
    try {
      return read.get()
          .map(
              texts ->
                  String.join(
                      ",",
                      texts.stream()
                          .map(text -> HexFormat.of().formatHex(text.getBytes(UTF_8)))
                          .toList()))
          .orElse("-");
    } catch (ConfigurationException e) {
      return "!";
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? "" : "[DEFAULT]\n");
    for (int lines = random.nextInt(8); lines > 0; lines--) {
      text.append(line(random)).append(pick(random, "\n", "\n", "\n", "\r\n", "\n\n"));
    }
    return text.toString();
  }

  private static String line(Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> pick(random, "[g]", "[G] ", "[DEFAULT]", "[default]", "[ g ]", "[g");
      case 1 -> pick(random, "# a=1", ";b=2", "#", " ", "\t\u00a0");
      case 2, 3 -> pick(random, "  ", "\t", "\t ", "\u00a0") + value(random);
      default ->
          pick(random, "a", "b", "m", "o", "old", "c", "A", "m ", "\u00a0c")
              + pick(random, "=", "=", "=", ":", " = ", "\u00a0: ", " ")
              + value(random);
    };
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int parts = random.nextInt(4); parts > 0; parts--) {
      value.append(
          pick(
              random, "1", "x y", "\"", "\"", "'", "'", "é", " ", "\u00a0", "\u0085", "\f",
              "\u2028", "#", ";", "=", ":", ",", "$b", "${b}", "$g.c", "${g.a}", "$a", "$c", "$zz",
              "${g.zz}", "$", "$$", "\\$b", "\\", "${", "}", "$1", "$b.", "${b", "$B", "]"));
    }
    return value.toString();
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Path file(int i, int number) {
    return folder.resolve(i + "-" + number + ".conf");
  }

  private static Optional<List<String>> python(String... arguments) {
    List<String> command = new ArrayList<>(List.of(PYTHON));
    command.addAll(List.of(arguments));
    try {
      Path output = Files.createTempFile(folder, "python", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(output.toFile()).redirectErrorStream(true);
      builder.environment().put("PYTHONUTF8", "1");
      Process process = builder.start();
      boolean ended = process.waitFor(90, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0
          ? Optional.of(Files.readAllLines(output))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
