package dev.svar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {

  @ParameterizedTest
  @CsvSource({
    "abc,abc,0",
    "abc,ab,1",
    "abc,xabc,1",
    "abc,acb,1",
    "abc,axc,1",
    "'',abc,3",
    "kitten,sitting,3"
  })
  void the_distance_is_the_number_of_slips(String a, String b, int expected) {
    assertThat(Nearest.distance(a, b)).isEqualTo(expected);
    assertThat(Nearest.distance(b, a)).isEqualTo(expected);
  }

  @Test
  void the_nearest_name_is_found_unless_all_are_far_away() {
    List<String> known = List.of("heartbeat_rate", "heartbeat_timeout_threshold", "ssl");

    assertThat(Nearest.to("heartbeat_reat", known)).contains("heartbeat_rate");
    assertThat(Nearest.to("heart_beat_rates", known)).contains("heartbeat_rate");
    assertThat(Nearest.to("sll", known)).contains("ssl");
    assertThat(Nearest.to("kombu_compression", known)).isEmpty();
  }
}
