package dev.svar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import dev.svar.TransportUrl;
import dev.svar.driver.Driver;
import dev.svar.driver.DriverConfig;
import dev.svar.driver.DriverEvents;
import dev.svar.driver.DriverProvider;
import dev.svar.driver.Option;
import dev.svar.driver.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DriverOptionsTest {
  private static final Option<Integer> COUNT = Option.integer("prefetch_count", 0, 65535).orElse(0);
  private static final Option<Double> DELAY =
      Option.number("reconnect_delay", 0, 4.5).orElse(1.0).formerly("reconnect_timeout");
  private static final Option<List<String>> LIST = Option.list("list");
  private static final Option<Map<String, String>> DICT = Option.dict("dict");
  private static final Option<Boolean> BOOL = Option.bool("ssl").orElse(false);
  private static final Option<Integer> SECRET = Option.integer("key_password", 0, 9);

  private final List<String> warnings = new ArrayList<>();

  @Test
  void without_anything_every_option_has_its_default() {
    Options options = options("", "", Map.of());

    assertThat(options.get(COUNT)).isZero();
    assertThat(options.find(LIST)).isEmpty();
    assertThat(options.has(COUNT)).isFalse();
  }

  @Test
  void the_url_gives_numbers_lists_dicts_and_bools() {
    Options options =
        options(
            "",
            "prefetch_count=2&reconnect_delay=0.5&list=1&list=2&list=3"
                + "&dict=x:1&dict=y:2&dict=z:3&ssl=True",
            Map.of());

    assertThat(options.get(COUNT)).isEqualTo(2);
    assertThat(options.get(DELAY)).isEqualTo(0.5);
    assertThat(options.get(LIST)).containsExactly("1", "2", "3");
    assertThat(options.get(DICT)).isEqualTo(Map.of("x", "1", "y", "2", "z", "3"));
    assertThat(options.get(BOOL)).isTrue();
  }

  @Test
  void code_wins_over_the_url_and_the_url_over_files() {
    String file = "prefetch_count = 1\nreconnect_delay = 1\nssl = on\n";
    Options options =
        options(file, "prefetch_count=2&reconnect_delay=2", Map.of("prefetch_count", 3));

    assertThat(options.get(COUNT)).isEqualTo(3);
    assertThat(options.get(DELAY)).isEqualTo(2.0);
    assertThat(options.get(BOOL)).isTrue();
    assertThat(options.has(LIST)).isFalse();
  }

  @Test
  void code_gives_values_or_their_text() {
    Options options =
        options("", "", Map.of("prefetch_count", "7", "list", List.of("a"), "reconnect_delay", 2));

    assertThat(options.get(COUNT)).isEqualTo(7);
    assertThat(options.get(LIST)).containsExactly("a");
    assertThat(options.get(DELAY)).isEqualTo(2.0);
  }

  @Test
  void an_unknown_name_in_the_url_is_refused() {
    assertThatThrownBy(() -> options("", "prefetch_cuont=4", Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("URL: [test_group] prefetch_cuont is not an option (nearest: prefetch_count)");
  }

  @Test
  void an_unknown_name_in_code_is_refused() {
    assertThatThrownBy(() -> options("", "", Map.of("unknown_opt", "geheim")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "code: [test_group] unknown_opt is not an option (expected: one of dict, key_password,"
                + " list, prefetch_count, reconnect_delay, ssl)");
  }

  @Test
  void a_wrong_value_is_refused_with_where_it_comes_from() {
    assertThatThrownBy(() -> options("", "reconnect_delay=invalid_value", Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "URL: [test_group] reconnect_delay: \"invalid_value\""
                + " (expected: a number from 0.0 to 4.5)");
    assertThatThrownBy(() -> options("", "", Map.of("ssl", 2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("code: [test_group] ssl: \"2\" (expected: true or false)");
    assertThatThrownBy(() -> options("ssl = maybe", "", Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("x.conf:2: [test_group] ssl: \"maybe\" (expected: true or false)");
  }

  @Test
  void a_secret_is_never_shown() {
    String expected = "(expected: a whole number from 0 to 9)";
    assertThatThrownBy(() -> options("", "key_password=geheim", Map.of()))
        .hasMessage("URL: [test_group] key_password: *** " + expected);
    assertThatThrownBy(() -> options("", "", Map.of("key_password", "geheim")))
        .hasMessage("code: [test_group] key_password: *** " + expected);
    assertThatThrownBy(() -> options("key_password=geheim", "", Map.of()))
        .hasMessage("x.conf:2: [test_group] key_password: *** " + expected);
  }

  @Test
  void an_older_name_is_read_with_a_warning() {
    Options inCode = options("", "", Map.of("reconnect_timeout", 3));
    Options inUrl = options("", "reconnect_timeout=2", Map.of());
    Options inFile = options("reconnect_timeout = 1", "", Map.of());

    assertThat(List.of(inCode.get(DELAY), inUrl.get(DELAY), inFile.get(DELAY)))
        .containsExactly(3.0, 2.0, 1.0);
    assertThat(warnings)
        .containsExactly(
            "code: [test_group] reconnect_timeout is now called reconnect_delay",
            "URL: [test_group] reconnect_timeout is now called reconnect_delay",
            "x.conf:2: [test_group] reconnect_timeout is now called [test_group] reconnect_delay");
  }

  @Test
  void an_older_name_counts_less_than_the_current_one_of_the_same_source() {
    String query = "reconnect_timeout=2&reconnect_delay=3";

    assertThat(options("", query, Map.of()).get(DELAY)).isEqualTo(3.0);
  }

  @Test
  void a_removed_name_is_ignored_with_its_reason() {
    options("host = h", "host=h", Map.of("host", "h"));

    assertThat(warnings)
        .containsExactly(
            "x.conf:2: [test_group] host is ignored: it belongs into transport_url",
            "URL: [test_group] host is ignored: it belongs into transport_url",
            "code: [test_group] host is ignored: it belongs into transport_url");
  }

  @Test
  void an_unknown_name_in_the_group_of_the_driver_is_warned_of_once() {
    Settings settings = settings("[test_group]\nprefetch_cuont = 3\n[other_group]\nx = 1\n");

    settings.driverOptions(new Provider(), TransportUrl.parse("test://"), Map.of());
    settings.driverOptions(new Provider(), TransportUrl.parse("test://"), Map.of());

    assertThat(warnings)
        .containsExactly(
            "x.conf:2: [test_group] prefetch_cuont is not an option, and is ignored (nearest:"
                + " prefetch_count)");
  }

  @Test
  void values_in_files_may_refer_to_options_with_a_default() {
    String file =
        "[DEFAULT]\nsize = 5\n[test_group]\nprefetch_count = $size$rpc_response_timeout\n";
    Options options =
        settings(file).driverOptions(new Provider(), TransportUrl.parse("test://"), Map.of());

    assertThat(options.get(COUNT)).isEqualTo(560);
  }

  private Options options(String file, String query, Map<String, ?> inCode) {
    return settings("[test_group]\n" + file)
        .driverOptions(new Provider(), TransportUrl.parse("test:///?" + query), inCode);
  }

  private Settings settings(String file) {
    return Settings.of(ConfigFiles.of(Map.of("x.conf", file)), warnings::add);
  }

  private static final class Provider implements DriverProvider {
    @Override
    public Set<String> schemes() {
      return Set.of("test");
    }

    @Override
    public String optionGroup() {
      return "test_group";
    }

    @Override
    public List<Option<?>> options() {
      return List.of(COUNT, DELAY, LIST, DICT, BOOL, SECRET);
    }

    @Override
    public Map<String, String> removedOptions() {
      return Map.of("host", "it belongs into transport_url");
    }

    @Override
    public Driver open(DriverConfig config, DriverEvents events) {
      throw new AssertionError("not opened here");
    }
  }
}
