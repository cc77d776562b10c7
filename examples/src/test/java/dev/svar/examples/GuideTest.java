package dev.svar.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The guide for users of openstack.common.rpc shows code that is compiled, and does what it says.
 */
class GuideTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void the_programs_of_the_guide_are_parts_of_the_example() throws IOException {
    String source =
        withoutSpace(
            Files.readString(
                ROOT.resolve(
                    "examples/src/main/java/dev/svar/examples/FromOpenstackCommonRpc.java")));
    Matcher code =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("docs/from-openstack-common-rpc.md")));

    int programs = 0;
    while (code.find()) {
      programs++;
      assertThat(source).contains(withoutSpace(code.group(1)));
    }
    assertThat(programs).isGreaterThan(5);
  }

  @Test
  void the_example_prints_its_answers() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      FromOpenstackCommonRpc.main(new String[0]);
    } finally {
      System.setOut(console);
    }

    assertThat(printed.toString(UTF_8).lines().filter(line -> !line.startsWith("compute.")))
        .containsExactly(
            "demo: hello",
            "3",
            "2",
            "1",
            "demo: to one host",
            "a ValueError: size: 0",
            "demo: hello",
            "3",
            "2",
            "1");
  }
}
