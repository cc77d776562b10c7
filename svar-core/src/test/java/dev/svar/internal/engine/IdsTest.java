package dev.svar.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names for messages. */
final class IdsTest {

  @Test
  void ids_are_uuids_as_python_makes_them() {
    UUID unique = Ids.uniqueUuid();

    assertThat(unique.version()).isEqualTo(4);
    assertThat(unique.variant()).isEqualTo(2);
    assertThat(Ids.unique()).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
    assertThat(Ids.secret()).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
  }

  @Test
  void no_id_comes_twice_whichever_thread_asks() {
    Set<String> ids =
        IntStream.range(0, 100_000)
            .parallel()
            .mapToObj(i -> i % 2 == 0 ? Ids.unique() : Ids.uniqueUuid().toString().replace("-", ""))
            .collect(Collectors.toSet());

    assertThat(ids).hasSize(100_000);
  }
}
