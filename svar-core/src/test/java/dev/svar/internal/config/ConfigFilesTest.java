package dev.svar.internal.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.svar.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFilesTest {
  private static final Name NEW = new Name("DEFAULT", "new");
  private static final Name OLD = new Name("DEFAULT", "old");

  @Test
  void the_later_file_wins() {
    assertThat(find(false, NEW).in("new=1", "new=2")).containsExactly("2");
    assertThat(find(false, NEW).in("new=1", "other=2")).containsExactly("1");
  }

  @Test
  void several_values_accumulate_in_the_order_of_files_and_lines() {
    assertThat(find(true, NEW).in("new=1\nnew=2", "new=3")).containsExactly("1", "2", "3");
  }

  @Test
  void an_older_name_counts_less_than_the_current_one_of_the_same_file() {
    assertThat(find(false, NEW, OLD).in("new=1\nold=2")).containsExactly("1");
  }

  @Test
  void an_older_name_in_a_later_file_wins() {
    assertThat(find(false, NEW, OLD).in("new=1", "old=2")).containsExactly("2");
  }

  @Test
  void several_values_under_an_older_name_come_first_within_a_file() {
    assertThat(find(true, NEW, OLD).in("new=1\nold=2", "new=3")).containsExactly("2", "1", "3");
  }

  @Test
  void a_file_is_read_as_utf_8_with_or_without_a_mark(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), "\ufeff[DEFAULT]\nnew=ü\n");

    assertThat(ConfigFiles.read(List.of(file)).find(List.of(NEW), false))
        .extracting(Entry::text)
        .containsExactly("ü");
  }

  @Test
  void a_file_given_twice_counts_where_it_stands_last(@TempDir Path folder) throws IOException {
    Path a = Files.writeString(folder.resolve("a.conf"), "[DEFAULT]\nnew=a\n");
    Path b = Files.writeString(folder.resolve("b.conf"), "[DEFAULT]\nnew=b\n");

    assertThat(ConfigFiles.read(List.of(a, b, a)).find(List.of(NEW), true))
        .extracting(Entry::text)
        .containsExactly("b", "a");
  }

  @Test
  void a_file_that_cannot_be_read_is_named(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.conf");
    Path latin = Files.writeString(folder.resolve("latin.conf"), "[DEFAULT]\na=ü\n", ISO_8859_1);

    assertThatThrownBy(() -> ConfigFiles.read(List.of(missing)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            missing + ": it does not exist (expected: a readable configuration file in UTF-8)");
    assertThatThrownBy(() -> ConfigFiles.read(List.of(latin)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(latin + ": it is not UTF-8 (expected: a readable configuration file in UTF-8)");
    assertThatThrownBy(() -> ConfigFiles.read(List.of(folder)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(folder + ": ");
  }

  private static Finding find(boolean every, Name... names) {
    return new Finding(List.of(names), every);
  }

  private record Finding(List<Name> names, boolean every) {
    List<String> in(String... files) {
      Map<String, String> texts = new LinkedHashMap<>();
      for (String file : files) {
        texts.put(texts.size() + ".conf", "[DEFAULT]\n" + file);
      }
      List<Entry> found = ConfigFiles.of(texts).find(names, every);
      return found.stream().map(Entry::text).toList();
    }
  }
}
