package dev.svar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The guide for users of openstack.common.rpc shows code that is compiled, and does what it says.
 */
class GuideTest {

  @Test
  void the_programs_of_the_guide_are_parts_of_the_example() throws IOException {
    String source = Document.withoutSpace(Document.example("FromOpenstackCommonRpc"));
    List<String> programs = new Document("docs/from-openstack-common-rpc.md").programs();

    assertThat(programs)
        .hasSizeGreaterThan(5)
        .allSatisfy(code -> assertThat(source).contains(Document.withoutSpace(code)));
  }

  @Test
  void the_example_prints_its_answers() throws Exception {
    assertThat(Printed.lines(FromOpenstackCommonRpc::main))
        .filteredOn(line -> !line.startsWith("compute."))
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
