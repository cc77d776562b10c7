package dev.svar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.svar.TransportUrl.Host;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class TransportUrlProperties {

  @Property
  void what_is_written_is_read_as_the_same(@ForAll("urls") TransportUrl url) {
    TransportUrl read = TransportUrl.parse(url.format());

    assertThat(read).isEqualTo(url).hasSameHashCodeAs(url);
    assertThat(read.query()).isEqualTo(url.query());
    assertThat(read.format()).isEqualTo(url.format());
  }

  @Property
  void any_text_is_read_or_refused_with_a_configuration_exception(
      @ForAll("nearlyUrls") String text) {
    Throwable failure = catchThrowable(() -> TransportUrl.parse(text));

    if (failure == null) {
      String format = TransportUrl.parse(text).format();
      assertThat(TransportUrl.parse(format).format()).isEqualTo(format);
    } else {
      assertThat(failure).isInstanceOf(ConfigurationException.class);
    }
  }

  @Property
  void no_text_shows_a_password(@ForAll("urls") TransportUrl url) {
    TransportUrl secret =
        TransportUrl.of(
            url.scheme(),
            url.hosts().stream()
                .map(host -> new Host(host.name(), host.port(), "user", "gEhEiM"))
                .toList(),
            url.virtualHost(),
            Map.of("a_password", "gEhEiM"));

    assertThat(secret.toString() + secret.hosts()).doesNotContain("gEhEiM");
  }

  /** All but a virtual host of null, which is written as and read as an empty one. */
  @Provide
  Arbitrary<TransportUrl> urls() {
    return Combinators.combine(
            Arbitraries.of("rabbit", "kombu+memory", "a.b-c+1"),
            hosts().list().ofMaxSize(4),
            texts(),
            Arbitraries.maps(texts().ofMinLength(1), texts().ofMinLength(1)).ofMaxSize(3))
        .as(TransportUrl::of);
  }

  private static Arbitrary<Host> hosts() {
    Arbitrary<String> names =
        Arbitraries.of("h", "Host-1.example", "10.0.0.1", "::1", "fe80::1%eth0", "ö", "a%20b");
    Arbitrary<Integer> ports = Arbitraries.integers().between(0, 65535);
    return Combinators.combine(
            names.injectNull(0.2),
            ports.injectNull(0.3),
            texts().injectNull(0.3),
            texts().injectNull(0.3))
        .as(
            (name, port, username, password) ->
                name == null && port == null && username == null
                    ? new Host("h", null, null, null)
                    : new Host(name, port, username, username == null ? null : password));
  }

  private static net.jqwik.api.arbitraries.StringArbitrary texts() {
    return Arbitraries.strings()
        .withChars("abzAZ09_.-~:@/?#[],;%+&= $\"\\ü€\n\u0000")
        .ofMaxLength(8);
  }

  @Provide
  Arbitrary<String> nearlyUrls() {
    return Arbitraries.of(
            "rabbit", "://", ":", "@", ",", "/", "?", "#", "[", "]", "::1", "h", "5672")
        .list()
        .ofMaxSize(10)
        .map(parts -> "rabbit:/" + String.join("", parts));
  }
}
