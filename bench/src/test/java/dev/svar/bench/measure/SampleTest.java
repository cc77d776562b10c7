package dev.svar.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SampleTest {

  @Test
  void the_median_is_the_middle_value_or_the_mean_of_two() {
    assertThat(Sample.of(3, 1, 2).median()).isEqualTo(2);
    assertThat(Sample.of(4, 1, 2, 3).median()).isEqualTo(2.5);
    assertThat(Sample.of(7).median()).isEqualTo(7);
  }

  @Test
  void the_interval_of_few_values_is_their_range() {
    Sample five = Sample.of(5, 1, 4, 2, 3);
    assertThat(five.low()).isEqualTo(1);
    assertThat(five.high()).isEqualTo(5);
  }

  @Test
  void the_interval_is_that_of_the_sign_test() {
    // Conover, Practical Nonparametric Statistics: with 10 values the second from each end.
    Sample ten = Sample.of(IntStream.rangeClosed(1, 10).asDoubleStream().toArray());
    assertThat(ten.low()).isEqualTo(2);
    assertThat(ten.high()).isEqualTo(9);
    Sample twenty = Sample.of(IntStream.rangeClosed(1, 20).asDoubleStream().toArray());
    assertThat(twenty.low()).isEqualTo(6);
    assertThat(twenty.high()).isEqualTo(15);
    Sample forty = Sample.of(IntStream.rangeClosed(1, 40).asDoubleStream().toArray());
    assertThat(forty.low()).isEqualTo(14);
    assertThat(forty.high()).isEqualTo(27);
  }

  @Test
  void quartiles_lie_between_values() {
    Sample sample = Sample.of(1, 2, 3, 4);
    assertThat(sample.quartile1()).isEqualTo(1.75);
    assertThat(sample.quartile3()).isEqualTo(3.25);
  }

  @Test
  void a_sample_reads_as_median_and_interval() {
    assertThat(Sample.of(1, 2, 3).text("%.1f")).isEqualTo("2.0 (1.0 to 3.0)");
  }

  @Test
  void a_sample_of_nothing_is_refused() {
    assertThatThrownBy(Sample::of)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("values: none (expected: one or more)");
  }
}
