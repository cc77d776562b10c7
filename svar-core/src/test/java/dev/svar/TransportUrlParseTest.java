package dev.svar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.svar.TransportUrl.Host;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TransportUrlParseTest {

  static Stream<Arguments> urls_and_their_virtual_host_and_hosts() {
    return Stream.of(
        row("foo:", null),
        row("foo:////", "/"),
        row("foo:///bar", "bar"),
        row("foo://host/bar", "bar", new Host("host", null, null, null)),
        row("foo://[ffff::1]/bar", "bar", new Host("ffff::1", null, null, null)),
        row("foo://host:1234/bar", "bar", new Host("host", 1234, null, null)),
        row("foo://[ffff::1]:1234/bar", "bar", new Host("ffff::1", 1234, null, null)),
        row("foo://u@host:1234/bar", "bar", new Host("host", 1234, "u", null)),
        row("foo://u:p@host:1234/bar", "bar", new Host("host", 1234, "u", "p")),
        row("foo://u:p@/bar", "bar", new Host(null, null, "u", "p")),
        row(
            "foo://u:p@host1:1234,host2:4321/bar",
            "bar",
            new Host("host1", 1234, "u", "p"),
            new Host("host2", 4321, null, null)),
        row(
            "foo://u:p@host1,host2/bar",
            "bar",
            new Host("host1", null, "u", "p"),
            new Host("host2", null, null, null)),
        row(
            "foo://u1:p1@host1:1234,u2:p2@host2:4321/bar",
            "bar",
            new Host("host1", 1234, "u1", "p1"),
            new Host("host2", 4321, "u2", "p2")),
        row(
            "foo://u1:p1@[ffff::1]:1234,u2:p2@[ffff::2]:4321/bar",
            "bar",
            new Host("ffff::1", 1234, "u1", "p1"),
            new Host("ffff::2", 4321, "u2", "p2")),
        row("foo://u%24:p%26@host:1234/%24", "$", new Host("host", 1234, "u$", "p&")));
  }

  private static Arguments row(String url, String virtualHost, Host... hosts) {
    return arguments(url, virtualHost, List.of(hosts));
  }

  @ParameterizedTest
  @MethodSource("urls_and_their_virtual_host_and_hosts")
  void a_url_is_read_as_python_reads_it(String text, String virtualHost, List<Host> hosts) {
    TransportUrl url = TransportUrl.parse(text);

    assertThat(url.scheme()).isEqualTo("foo");
    assertThat(url.virtualHost()).isEqualTo(virtualHost);
    assertThat(url.hosts()).isEqualTo(hosts);
    assertThat(url.query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      emptyValue = "",
      value = {
        "rabbit:, null",
        "rabbit://, null",
        "rabbit://h, null",
        "rabbit://h?a=1, null",
        "rabbit://h/, ''",
        "rabbit://h//, /",
        "rabbit://h/%2F, /",
        "rabbit://h/a/b, a/b",
        "rabbit://h/%2Fa%20b+c, /a b+c",
        "rabbit://h/v@x, v@x",
        "rabbit://h/v;p, v;p",
        "fake:/vhost1/localhost:5672/, vhost1/localhost:5672/",
      })
  void the_virtual_host_is_the_decoded_path_without_its_first_slash(String url, String expected) {
    assertThat(TransportUrl.parse(url).virtualHost()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      emptyValue = "",
      value = {
        "u@h, u, null",
        "u:@h, u, ''",
        ":p@h, '', p",
        "@h, '', null",
        "u@realm:p@h, u@realm, p",
        "u:p@ss@h, u, p@ss",
        "u:p:q@h, u, p:q",
        "u%3Ax:p%40%2F%23@h, u:x, p@/#",
        "u+v:p+q@h, u+v, p+q",
        "u:100%@h, u, 100%",
        "u:%zz%e2%82%ac@h, u, %zz€",
        "u:%ff@h, u, \ufffd",
        "ü:ß@h, ü, ß",
        "h, null, null",
      })
  void credentials_end_at_the_last_at_and_the_user_at_the_first_colon(
      String host, String username, String password) {
    assertThat(TransportUrl.parse("rabbit://" + host + "/").hosts())
        .containsExactly(new Host("h", null, username, password));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "[::1]:5, ::1, 5",
        "[::1], ::1, null",
        "::1, ::1, null",
        "2001:db8:85a3::8a2e:370:7334, 2001:db8:85a3::8a2e:370:7334, null",
        "[fe80::1%eth0]:5, fe80::1%eth0, 5",
        "[::ffff:10.0.0.1], ::ffff:10.0.0.1, null",
        "10.0.0.1:5, 10.0.0.1, 5",
        "Host.Example:65535, Host.Example, 65535",
        "h:0, h, 0",
        ":5, null, 5",
        "h_1:00005, h_1, 5",
      })
  void a_host_is_a_name_or_address_with_or_without_a_port(String item, String name, Integer port) {
    assertThat(TransportUrl.parse("rabbit://" + item + "/").hosts())
        .containsExactly(new Host(name, port, null, null));
  }

  @Test
  void empty_host_items_do_not_count() {
    assertThat(TransportUrl.parse("rabbit://,h1,,h2,/").hosts())
        .extracting(Host::name)
        .containsExactly("h1", "h2");
  }

  @Test
  void a_password_may_contain_a_slash_if_it_is_encoded() {
    assertThat(TransportUrl.parse("rabbit://u:a%2Fb@h:5672/v").hosts())
        .containsExactly(new Host("h", 5672, "u", "a/b"));
  }

  @ParameterizedTest
  @CsvSource({
    "RABBIT://h, rabbit, rabbit",
    "kombu+memory://, kombu+memory, kombu",
    "a.b-c1://h, a.b-c1, a.b-c1",
  })
  void the_driver_is_the_lower_case_scheme_before_a_plus(
      String text, String scheme, String driver) {
    TransportUrl url = TransportUrl.parse(text);

    assertThat(url.scheme()).isEqualTo(scheme);
    assertThat(url.driver()).isEqualTo(driver);
  }

  static Stream<Arguments> queries() {
    return Stream.of(
        arguments("x=1&y=2&z=3", Map.of("x", "1", "y", "2", "z", "3")),
        arguments("foo=bar", Map.of("foo", "bar")),
        arguments("l=1&l=2&l=3", Map.of("l", "1,2,3")),
        arguments("d=x:1&d=y:2&d=z:3", Map.of("d", "x:1,y:2,z:3")),
        arguments("a=&b&&c=1", Map.of("c", "1")),
        arguments("a=1=2", Map.of("a", "1=2")),
        arguments("a+b=c+d%2B%26", Map.of("a b", "c d+&")),
        arguments("a=1?b", Map.of("a", "1?b")),
        arguments("a=1;b=2", Map.of("a", "1;b=2")),
        arguments("a=1#b=2", Map.of("a", "1")),
        arguments("", Map.of()));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void a_query_is_decoded_as_a_form_and_repeated_names_are_joined(
      String query, Map<String, String> expected) {
    assertThat(TransportUrl.parse("rabbit://h/?" + query).query()).isEqualTo(expected);
  }

  @Test
  void options_keep_their_order() {
    assertThat(TransportUrl.parse("rabbit:///?z=1&a=2&m=3&z=4").query().keySet())
        .containsExactly("z", "a", "m");
  }

  @Test
  void a_missing_port_is_null() {
    assertThat(TransportUrl.parse("fake://noport/?").hosts().get(0).port()).isNull();
  }

  @Test
  void a_fragment_is_dropped() {
    assertThat(TransportUrl.parse("rabbit://h/v#fragment"))
        .isEqualTo(TransportUrl.parse("rabbit://h/v"));
  }

  @Test
  void line_ends_and_leading_white_space_do_not_count() {
    assertThat(TransportUrl.parse(" \trabbit://h\n/v\r\n"))
        .isEqualTo(TransportUrl.parse("rabbit://h/v"));
  }

  @Test
  void the_query_does_not_count_for_equality() {
    String[] texts = {
      "fake:/vhost1/localhost:5672/?x=1&y=2&z=3",
      "fake:/vhost2/localhost:5672/?foo=bar",
      "fake:/vhost1/localhost:5672/?l=1&l=2&l=3",
      "fake:/vhost2/localhost:5672/?d=x:1&d=y:2&d=z:3",
      "fake://noport/?",
    };
    List<TransportUrl> urls = Arrays.stream(texts).map(TransportUrl::parse).toList();

    assertThat(urls.get(0)).isEqualTo(urls.get(2)).isNotEqualTo(urls.get(3));
    assertThat(urls.get(1)).isEqualTo(urls.get(3));
    assertThat(urls.stream().distinct()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "rabbit://h1/v, kombu://h1/v",
    "rabbit://h1/v, rabbit://h1/w",
    "rabbit://h1/, rabbit://h1",
    "rabbit://h1/v, rabbit://h2/v",
    "'rabbit://h1,h2/v', 'rabbit://h2,h1/v'",
    "rabbit://user:pass@h1:5662, rabbit://user:pass@h1:5663",
    "rabbit://user:pass@h1:5662, rabbit://user2:pass@h1:5662",
    "rabbit://user:pass@h1:5662, rabbit://user:pass2@h1:5662",
  })
  void scheme_virtual_host_and_hosts_in_their_order_count_for_equality(String one, String other) {
    assertThat(TransportUrl.parse(one)).isNotEqualTo(TransportUrl.parse(other));
  }
}
