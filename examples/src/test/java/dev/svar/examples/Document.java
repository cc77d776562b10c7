package dev.svar.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of the documentation.
 *
 * @param path from the root of the project
 */
record Document(String path) {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

  private static String read(Path file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  /** An example's source. */
  static String example(String name) throws IOException {
    return read(Path.of("examples/src/main/java/dev/svar/examples", name + ".java"));
  }

  static String withoutSpace(String code) {
    return code.replaceAll("\\s+", "");
  }

  /** The blocks of Java code. */
  List<String> programs() throws IOException {
    return CODE.matcher(read(Path.of(path))).results().map(found -> found.group(1)).toList();
  }

  /** The files that it links to. */
  List<Path> links() throws IOException {
    Path folder = ROOT.resolve(path).getParent();
    return LINK.matcher(read(Path.of(path)))
        .results()
        .map(found -> folder.resolve(found.group(1)))
        .toList();
  }
}
