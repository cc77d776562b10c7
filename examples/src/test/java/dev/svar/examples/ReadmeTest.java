package dev.svar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README shows code that is compiled, and does what it says. */
class ReadmeTest {
  private static final Document README = new Document("README.md");

  @Test
  void the_programs_of_the_readme_are_the_examples() throws IOException {
    List<String> programs = README.programs();

    assertThat(programs).as("what something compiles").hasSize(2);
    assertThat(Document.example("Hello")).endsWith(programs.get(0));
    assertThat(Document.withoutSpace(Document.example("HelloEvents")))
        .contains(Document.withoutSpace(programs.get(1)));
  }

  @Test
  void the_first_program_of_the_readme_prints_its_answers() throws Exception {
    assertThat(Printed.lines(Hello::main)).containsExactly("hello", "0", "1", "2");
  }

  @Test
  void the_second_program_of_the_readme_prints_its_event() throws Exception {
    assertThat(Printed.lines(HelloEvents::main)).containsExactly("Instance[name=vm1, host=host1]");
  }

  @Test
  void every_link_of_the_readme_to_a_file_leads_somewhere() throws IOException {
    assertThat(README.links()).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
  }
}
