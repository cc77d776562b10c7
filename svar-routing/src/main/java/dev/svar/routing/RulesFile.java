package dev.svar.routing;

import dev.svar.ConfigurationException;
import dev.svar.notify.NotifierDrivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file as it is now, or was when it could be read. Thread-safe without a lock: who
 * finds the file changed reads it, and the first one to have done so decides.
 */
final class RulesFile {
  private static final Logger log = LoggerFactory.getLogger(RulesFile.class);

  private final Path file;
  private final RulesReader reader;
  private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();

  RulesFile(Path file, NotifierDrivers drivers) {
    this.file = file;
    this.reader = new RulesReader(file, drivers);
  }

  /**
   * What tells one state of the file from another.
   *
   * @param key the file's identity where the system has one, so that a replaced file is another
   */
  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  /**
   * What was read last.
   *
   * @param stamp null if the file was not there
   * @param rules null if it never could be read
   */
  private record Loaded(
      @Nullable Stamp stamp, @Nullable Rules rules, @Nullable ConfigurationException failure) {}

  /**
   * The rules to follow now.
   *
   * @throws ConfigurationException if the file never could be read
   */
  Rules rules() {
    Loaded last = loaded.get();
    Stamp stamp = stamp();
    Loaded now = last != null && Objects.equals(stamp, last.stamp()) ? last : reload(last, stamp);
    if (now.rules() != null) {
      return now.rules();
    }
    ConfigurationException failure = now.failure();
    throw new ConfigurationException(
        failure == null ? file + ": not read" : String.valueOf(failure.getMessage()), failure);
  }

  private Loaded reload(@Nullable Loaded last, @Nullable Stamp stamp) {
    Loaded next = read(last, stamp);
    if (loaded.compareAndSet(last, next)) { // who comes second has read the same, or is told later
      if (next.failure() != null && next.rules() != null) {
        log.warn("{}: not read, the rules before it stay", file, next.failure());
      } else if (next.rules() != null && last != null) {
        log.info("{}: read again, {} rules", file, next.rules().rules().size());
      }
    }
    return next;
  }

  private Loaded read(@Nullable Loaded last, @Nullable Stamp stamp) {
    try {
      @Nullable Rules rules = reader.read();
      if (rules == null && last != null && last.rules() != null) {
        // Or it is being written at this moment, and all events would be lost meanwhile.
        throw new ConfigurationException(
            file + ": empty (expected: rules, or {} for none from now on)", null);
      }
      return new Loaded(stamp, rules == null ? new Rules(List.of()) : rules, null);
    } catch (ConfigurationException e) {
      return new Loaded(stamp, last == null ? null : last.rules(), e);
    }
  }

  private @Nullable Stamp stamp() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return null; // reading it tells why
    }
  }
}
