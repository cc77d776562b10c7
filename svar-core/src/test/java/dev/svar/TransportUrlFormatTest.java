package dev.svar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.svar.TransportUrl.Host;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TransportUrlFormatTest {

  static Stream<Arguments> parts_and_their_url() {
    return Stream.of(
        row("testtransport:///", null),
        row("testtransport:////vhost", "/vhost"),
        row("testtransport://bob:secret@host:10//", "/", new Host("host", 10, "bob", "secret")),
        row(
            "testtransport://b1:s1@h1:1000,b2:s2@h2:2000/",
            "",
            new Host("h1", 1000, "b1", "s1"),
            new Host("h2", 2000, "b2", "s2")),
        row("testtransport://b%24:s%26@host:10//%24", "/$", new Host("host", 10, "b$", "s&")));
  }

  private static Arguments row(String url, String virtualHost, Host... hosts) {
    return arguments(url, virtualHost, List.of(hosts));
  }

  @ParameterizedTest
  @MethodSource("parts_and_their_url")
  void a_url_is_written_as_python_writes_it(String url, String virtualHost, List<Host> hosts) {
    assertThat(TransportUrl.of("testtransport", hosts, virtualHost, Map.of()).format())
        .isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "rabbit:, rabbit:///",
    "rabbit://h, rabbit://h/",
    "RABBIT://H:5/a/b%20c, rabbit://H:5/a/b%20c",
    "rabbit://u@h, rabbit://u@h/",
    "rabbit://u:@h, rabbit://u:@h/",
    "rabbit://:p@h, rabbit://:p@h/",
    "rabbit://@h, rabbit://@h/",
    "rabbit://a@b:c:d@h, rabbit://a%40b:c%3Ad@h/",
    "rabbit://u:%2f+%c3%bc~@h, rabbit://u:%2F%2B%C3%BC~@h/",
    "rabbit://::1, rabbit://[::1]/",
    "rabbit://[::1]:5, rabbit://[::1]:5/",
    "rabbit://:5, rabbit://:5/",
    "'rabbit://h1,,h2', 'rabbit://h1,h2/'",
    "rabbit:///?a=1&b=x+y%26&a=2~*, rabbit:///?a=1%2C2~%2A&b=x+y%26",
  })
  void what_was_read_is_written_in_one_form(String url, String expected) {
    assertThat(TransportUrl.parse(url).format()).isEqualTo(expected);
  }

  @Test
  void a_url_shows_no_secret() {
    TransportUrl url =
        TransportUrl.parse(
            "rabbit://bob:geheim@h1:5672,h2/v?ssl_client_key_password=geheim&heartbeat_rate=3");

    assertThat(url)
        .hasToString("rabbit://bob:***@h1:5672,h2/v?ssl_client_key_password=***&heartbeat_rate=3");
    assertThat(url.hosts().get(0)).hasToString("h1:5672");
  }

  @Test
  void parts_need_no_encoding() {
    TransportUrl url =
        TransportUrl.of("Rabbit", List.of(new Host("::1", 5672, "a@b", "p/w")), "/", Map.of());

    assertThat(url.format()).isEqualTo("rabbit://a%40b:p%2Fw@[::1]:5672//");
  }

  @Test
  void what_cannot_stand_in_a_url_is_refused() {
    assertThatThrownBy(() -> TransportUrl.of("1x", List.of(), null, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("scheme: \"1x\" (expected: a letter, then letters, digits, +, - and .)");
    assertThatThrownBy(() -> TransportUrl.of("x", List.of(), null, Map.of("a", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("query: \"a\" (expected: a name and a value, neither empty)");
    assertThatThrownBy(() -> new Host("a/b", null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: \"a/b\" (expected: a host name, or an address without brackets)");
    assertThatThrownBy(() -> new Host("a:b", null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: \"a:b\" (expected: a host name, or an address without brackets)");
    assertThatThrownBy(() -> new Host("h", 65536, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("port: 65536 (expected: 0 to 65535)");
    assertThatThrownBy(() -> new Host("h", null, null, "geheim"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("username: null, with a password (expected: a name, which may be empty)");
    assertThatThrownBy(() -> new Host(null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name, port and username: null (expected: at least one of them)");
  }
}
