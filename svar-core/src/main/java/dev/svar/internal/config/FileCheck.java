package dev.svar.internal.config;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Warns of what files say and nobody reads. */
final class FileCheck {
  private final ConfigFiles files;
  private final Warnings warnings;

  FileCheck(ConfigFiles files, Warnings warnings) {
    this.files = files;
    this.warnings = warnings;
  }

  /** Warns of each name in {@code group} that is no option of it, with all its places. */
  void check(OptionGroup group) {
    Map<Name, List<Entry>> entries =
        files
            .all()
            .filter(entry -> entry.name().group().equals(group.name()))
            .filter(entry -> group.find(entry.name()).isEmpty())
            .collect(
                groupingBy(Entry::name, LinkedHashMap::new, java.util.stream.Collectors.toList()));
    entries.forEach(
        (name, places) ->
            warnings.once(
                places.stream().map(Entry::where).collect(joining(", "))
                    + ": "
                    + name
                    + why(group, name.key())));
  }

  private static String why(OptionGroup group, String key) {
    String gone = group.removed().get(key);
    return gone != null
        ? " is ignored: " + gone
        : " is not an option, and is ignored (" + group.suggestion(key) + ")";
  }

  /** Warns of each group whose name is a slip of the pen from that of {@code group}. */
  void checkSpelling(OptionGroup group) {
    files
        .all()
        .filter(entry -> isSlip(entry.name().group(), group.name()))
        .collect(groupingBy(entry -> entry.name().group()))
        .forEach(
            (name, entries) ->
                warnings.once(
                    entries.get(0).where()
                        + ": the group ["
                        + name
                        + "] is ignored (nearest: ["
                        + group.name()
                        + "])"));
  }

  private static boolean isSlip(String name, String known) {
    return !name.equals(known)
        && (name.strip().equalsIgnoreCase(known)
            || (known.length() > 10 && Nearest.distance(name, known) == 1));
  }
}
