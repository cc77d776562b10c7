package dev.svar.internal.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.svar.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What configuration files say, the later file winning. Immutable. */
final class ConfigFiles {
  private final List<Map<Name, List<Entry>>> newestFirst = new ArrayList<>();
  private final List<String> files;

  private ConfigFiles(List<String> files) {
    this.files = List.copyOf(files);
  }

  /**
   * Reads {@code paths}.
   *
   * @throws ConfigurationException if one cannot be read or is in another format
   */
  static ConfigFiles read(List<Path> paths) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Path path : paths) {
      // Given twice it counts where it stands last.
      texts.remove(path.toString());
      texts.put(path.toString(), text(path));
    }
    return of(texts);
  }

  /** The same for texts by file name. */
  static ConfigFiles of(Map<String, String> texts) {
    ConfigFiles files = new ConfigFiles(List.copyOf(texts.keySet()));
    texts.forEach((file, text) -> files.add(IniParser.parse(file, text)));
    return files;
  }

  private void add(List<Entry> entries) {
    Map<Name, List<Entry>> byName = new LinkedHashMap<>();
    entries.forEach(
        entry -> byName.computeIfAbsent(entry.name(), name -> new ArrayList<>()).add(entry));
    newestFirst.add(0, byName);
  }

  /**
   * The entries under any of {@code names}: of the newest file that has one, under the earliest
   * name that it has. With {@code every}, those of older files and later names come before them
   * ({@code _get_file_value} in {@code cfg.py}).
   */
  List<Entry> find(List<Name> names, boolean every) {
    List<Entry> found = new ArrayList<>();
    for (Map<Name, List<Entry>> file : newestFirst) {
      for (Name name : names) {
        List<Entry> entries = file.getOrDefault(name, List.of());
        if (!every && !entries.isEmpty()) {
          return entries;
        }
        found.addAll(0, entries);
      }
    }
    return found;
  }

  /** Everything, newest file first. */
  Stream<Entry> all() {
    return newestFirst.stream().flatMap(file -> file.values().stream()).flatMap(List::stream);
  }

  /** The files that were read, in their order. */
  List<String> files() {
    return files;
  }

  private static String text(Path path) {
    try {
      String text = Files.readString(path, UTF_8);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw unreadable(path, "it does not exist", e);
    } catch (CharacterCodingException e) {
      throw unreadable(path, "it is not UTF-8", e);
    } catch (IOException e) {
      throw unreadable(path, String.valueOf(e.getMessage()), e);
    }
  }

  private static ConfigurationException unreadable(Path path, String why, IOException cause) {
    return new ConfigurationException(
        path + ": " + why + " (expected: a readable configuration file in UTF-8)", cause);
  }
}
