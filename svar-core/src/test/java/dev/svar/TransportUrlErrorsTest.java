package dev.svar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TransportUrlErrorsTest {
  private static final String FORM =
      "scheme://[user:password@]host[:port]/[virtual_host], such as"
          + " rabbit://user:password@localhost:5672/";
  private static final String ENCODE =
      ". In a user name or password write %2F for /, %3F for ?, %23 for # and %2C for a comma";

  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "localhost, localhost",
    "//h/v, …",
    "1x://h, 1x…",
    "://h, …",
    "user@host:5672, user…",
    "_x:geheim, _x…",
  })
  void a_url_needs_a_scheme(String url, String shown) {
    assertThatThrownBy(() -> TransportUrl.parse(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Transport URL: no scheme in \"" + shown + "\" (expected: " + FORM + ")");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:5672", "localhost:geheim"})
  void two_slashes_follow_the_scheme(String url) {
    assertThatThrownBy(() -> TransportUrl.parse(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Transport URL localhost://…: no // after the scheme (expected: " + FORM + ")");
  }

  @ParameterizedTest
  @CsvSource({
    "h:, 'the port of host 1 (\"h\") is missing after the colon'",
    "[::1]:, 'the port of host 1 (\"::1\") is missing after the colon'",
    "h:abc, 'the port of host 1 (\"h\") is no port'",
    "user:geheim, 'the port of host 1 (\"user\") is no port'",
    "'h1,u:geheim@h2:99999', 'the port of host 2 (\"h2\") is \"99999\"'",
    "u@h:65536, 'the port of host 1 (\"h\") is \"65536\"'",
    "u@h:-1, 'the port of host 1 (\"h\") is \"-1\"'",
    "u@h:+5, 'the port of host 1 (\"h\") is \"+5\"'",
    "u@h:999999999999, 'the port of host 1 (\"h\") is \"999999999999\"'",
  })
  void a_port_is_a_number_up_to_65535(String hosts, String what) {
    assertThatThrownBy(() -> TransportUrl.parse("rabbit://" + hosts + "/v"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Transport URL rabbit://…: " + what + " (expected: 0 to 65535, or no colon)");
  }

  @ParameterizedTest
  @CsvSource({
    "rabbit://u:ge/heim@h:5672/v",
    "rabbit://u:ge#heim@h:5672/v",
    "rabbit://u:ge?heim@h:5672/v",
    "rabbit://u:99999/heim@h:5672/v",
    "rabbit://a@b:ge/heim@h:5672/v",
    "'rabbit://u:ge,heim@h:5672/v'",
  })
  void what_must_be_encoded_in_a_password_is_said(String url) {
    assertThatThrownBy(() -> TransportUrl.parse(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Transport URL rabbit://…: the port of host 1 is no port"
                + " (expected: 0 to 65535, or no colon)"
                + ENCODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rabbit://u:12#geheim@h/v", "rabbit://u#geheim@h/v"})
  void credentials_behind_a_fragment_are_not_dropped_silently(String url) {
    assertThatThrownBy(() -> TransportUrl.parse(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Transport URL rabbit://…: credentials behind a #, where nothing counts (expected:"
                + " scheme://[user:password@]host[:port]/[virtual_host])"
                + ENCODE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1", "[h]:5", "[::1]5", "[]", "u:p@[fe80::zz]"})
  void brackets_are_for_ipv6_addresses(String host) {
    assertThatThrownBy(() -> TransportUrl.parse("rabbit://" + host + "/"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Transport URL rabbit://…: host 1 has brackets, but not around an IPv6 address"
                + " (expected: [address] or [address]:port, such as [::1]:5672)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h:1:2", "u:geheim:h:5", "1:2:3"})
  void more_than_one_colon_is_for_ipv6_addresses(String host) {
    assertThatThrownBy(() -> TransportUrl.parse("rabbit://" + host + "/"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Transport URL rabbit://…: host 1 has more than one colon, but is no IPv6 address"
                + " (expected: host, host:port or [address]:port)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"u:p@my host", "h]"})
  void a_host_name_has_no_white_space_or_brackets(String host) {
    assertThatThrownBy(() -> TransportUrl.parse("rabbit://" + host + ":5/"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Transport URL rabbit://…: host 1 (\""
                + host.substring(host.indexOf('@') + 1)
                + "\") is no name (expected: a host name or address, without white space)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rabbit://user:geheim",
        "rabbit://user:geheim/",
        "rabbit://user:x:geheim@h:1:2/",
        "rabbit://user:geheim@h:x/",
        "rabbit://user:geheim@[h/",
        "rabbit://h1,user:/geheim@h2/",
        "rabbit://user:x,geheim@h2/",
        "rabbit://user:x@y:geheim/z@h",
        "user:geheim@host",
        "user:geheim",
        "//user:geheim@host/",
      })
  void no_message_shows_a_password(String url) {
    Throwable failure = catchThrowable(() -> TransportUrl.parse(url));

    assertThat(failure).isInstanceOf(ConfigurationException.class).hasNoCause();
    assertThat(failure.getMessage()).doesNotContain("geheim");
  }
}
