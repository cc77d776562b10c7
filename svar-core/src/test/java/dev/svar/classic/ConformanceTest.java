package dev.svar.classic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about conformance names tests that are there. */
final class ConformanceTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final List<String> MODULES =
      List.of("svar-core", "svar-testkit", "svar-rabbitmq", "svar-logback", "interop");
  private static final Pattern NAMED =
      Pattern.compile(
          "`(?:([A-Z]\\w+(?:Test|Contract))\\.)?([a-z]\\w*_\\w+)`|`([A-Z]\\w+(?:Test|Contract))`");

  @Test
  void every_test_that_the_page_names_is_there() throws IOException {
    Map<String, String> sources = sources();
    Matcher named = NAMED.matcher(Files.readString(ROOT.resolve("docs/conformance.md")));
    int tests = 0;
    while (named.find()) {
      String type = named.group(1) != null ? named.group(1) : named.group(3);
      String method = named.group(2);
      if (type != null) {
        assertThat(sources).containsKey(type);
      }
      if (method != null && (type != null || method.chars().filter(c -> c == '_').count() > 2)) {
        assertThat(type != null ? sources.get(type) : String.join("", sources.values()))
            .as(named.group())
            .contains("void " + method + "(");
        tests++;
      }
    }
    assertThat(tests).isGreaterThan(50);
  }

  /** Of tests, by the name of their class. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
        for (Path file :
            files.filter(one -> one.toString().matches(".*(Test|Contract)\\.java")).toList()) {
          String name = String.valueOf(file.getFileName());
          sources.merge(
              name.substring(0, name.length() - ".java".length()),
              Files.readString(file),
              String::concat);
        }
      }
    }
    return sources;
  }
}
