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

/** The README shows code that is compiled, and does what it says. */
class ReadmeTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void the_program_of_the_readme_is_the_example() throws IOException {
    String source =
        Files.readString(ROOT.resolve("examples/src/main/java/dev/svar/examples/Hello.java"));
    Matcher code =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));

    assertThat(code.find()).isTrue();
    assertThat(source).endsWith(code.group(1));
    assertThat(code.find()).as("further programs, which nothing compiles").isFalse();
  }

  @Test
  void the_program_of_the_readme_prints_its_answers() {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      Hello.main(new String[0]);
    } finally {
      System.setOut(console);
    }

    assertThat(printed.toString(UTF_8).lines()).containsExactly("hello", "0", "1", "2");
  }

  @Test
  void every_link_of_the_readme_to_a_file_leads_somewhere() throws IOException {
    Matcher link =
        Pattern.compile("\\]\\((?!http)([^)#]+)")
            .matcher(Files.readString(ROOT.resolve("README.md")));
    while (link.find()) {
      assertThat(ROOT.resolve(link.group(1))).exists();
    }
  }
}
