package dev.svar.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.testkit.rabbit.RabbitBroker;
import dev.svar.testkit.rabbit.VirtualHost;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The guide for events shows code that is compiled, and does what it says. */
class EventGuideTest {
  private static final Document GUIDE = new Document("docs/events.md");

  private static final String[] PRINTED = {
    "compute.instance.create.end of vm1",
    "failed: no room",
    "three have seen it",
    "100 samples",
    "100 samples",
    "100 samples",
    "compute.instance.update came again",
    "compute.instance.resize.end failed 3 times: the database is read-only",
    "compute.instance.resize.end is stored",
    "compute.instance.pause.end was announced"
  };

  @Test
  void the_programs_of_the_guide_are_parts_of_the_examples() throws IOException {
    String sources =
        Document.withoutSpace(
            Document.example("HelloEvents")
                + Document.example("EventGuide")
                + Document.example("cloud/EventsOfACloud")
                + Document.example("cloud/NovaObject"));
    List<String> programs = GUIDE.programs();

    assertThat(programs)
        .hasSizeGreaterThan(5)
        .allSatisfy(code -> assertThat(sources).contains(Document.withoutSpace(code)));
  }

  @Test
  void every_link_of_the_guide_to_a_file_leads_somewhere() throws IOException {
    assertThat(GUIDE.links()).isNotEmpty().allSatisfy(file -> assertThat(file).exists());
  }

  @Test
  void the_example_prints_what_it_heard() throws Exception {
    // Two priorities are two queues, whose order is nobody's.
    assertThat(Printed.lines(EventGuide::main)).containsExactlyInAnyOrder(PRINTED);
  }

  @Test
  @RabbitBroker
  void the_example_prints_the_same_over_rabbitmq(VirtualHost vhost) throws Exception {
    assertThat(Printed.lines(EventGuide::main, vhost.url())).containsExactlyInAnyOrder(PRINTED);
  }
}
