package dev.svar.cli;

import static dev.svar.cli.Svar.svar;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DemoCommandTest {

  @Test
  void every_step_gives_what_it_should() {
    Svar ran = svar("demo");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    List<String> lines = ran.out().lines().toList();
    assertThat(lines)
        .containsSubsequence(
            "1. A call runs on one of the servers, whichever is free, and waits for its answer.",
            "   sent      call greet(name=\"world\")",
            "2. A call to a server by its name runs there.",
            "   received  \"hello world, from two\"",
            "3. A multicall gives each answer of one server as it comes.",
            "   received  [1,2,3]",
            "4. A cast runs on one of the servers; nobody answers.",
            "5. A fanout runs on every server; nobody answers.",
            "   received  no answer; it ran on one and two",
            "6. A method that fails there fails here, with the class and the text of its"
                + " exception.",
            "   received  RemoteException: builtins.LookupError: no volume 7",
            "7. A client that needs a newer interface than the servers have learns so at once.",
            "   received  UnsupportedVersionException: Endpoint does not support RPC version 2.0."
                + " Attempted method: greet",
            "8. A call that nobody answers in time fails, and says what is known.",
            "9. An event is kept until somebody has handled it; each pool and each tail gets a"
                + " copy.",
            "   received  listener: volume.create.end, pool billing: volume.create.end, tail:"
                + " volume.create.end",
            "10. A filter lets through what a listener wants: the tail wants volumes only.",
            "   received  listener: instance.update, pool billing: instance.update, tail:"
                + " volume.delete.end",
            "All 10 steps gave what they should.");
  }

  @Test
  void for_scripts_it_is_one_object() {
    assertThat(svar("demo", "-o", "json").out())
        .startsWith("{\"steps\":[{\"step\":\"A call runs on one of the servers,")
        .endsWith(",\"ok\":true}],\"ok\":true}\n")
        .hasLineCount(1);
  }
}
