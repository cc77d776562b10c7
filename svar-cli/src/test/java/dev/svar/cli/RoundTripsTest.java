package dev.svar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RoundTripsTest {

  private static RoundTrips of(int count) {
    RoundTrips times = new RoundTrips();
    for (int i = count; i >= 1; i--) {
      times.add(i * 1_000_000L);
    }
    return times;
  }

  @Test
  void percentiles_are_by_nearest_rank() {
    assertThat(of(200)).hasToString("min 1.00 ms, median 100.00 ms, p99 198.00 ms, max 200.00 ms");
    assertThat(of(1)).hasToString("min 1.00 ms, median 1.00 ms, p99 1.00 ms, max 1.00 ms");
  }

  @Test
  void only_the_last_are_kept_but_the_extremes_are_of_all() {
    RoundTrips times = of(1);
    for (int i = 0; i < 100_000; i++) {
      times.add(5_000_000);
    }

    assertThat(times).hasToString("min 1.00 ms, median 5.00 ms, p99 5.00 ms, max 5.00 ms");
  }

  @Test
  void without_any_there_is_nothing_to_tell() {
    assertThat(new RoundTrips().toJson()).isEqualTo(Map.of());
  }
}
