package dev.svar.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.svar.testkit.rabbit.VirtualHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the messages which the codec is tested with are those which the Python library sends. */
@PythonInterop
final class CapturesTest {

  private static final String CONTEXT_OF_NOTIFICATIONS =
      ", _context_(user_id=u1|request_id=req-9|project_id=p1)\\b";

  private static final Path CAPTURES = Path.of("dev/svar/internal/codec/captures");

  @Test
  void the_library_sends_what_was_captured(PythonPeer peer, VirtualHost vhost, @TempDir Path folder)
      throws Exception {
    Path log = folder.resolve("capture.log");
    Path taken = folder.resolve("captures");
    Process capture =
        new ProcessBuilder(
                PythonPeer.python().toString(),
                "-B",
                PythonPeer.program("capture.py").toString(),
                vhost.url(),
                taken.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(capture.waitFor(100, TimeUnit.SECONDS)).isTrue();
      assertThat(capture.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      capture.destroyForcibly();
    }
    Path kept =
        Stream.of("../svar-core", "svar-core")
            .map(core -> Path.of(core, "src/test/resources").resolve(CAPTURES))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();

    boolean wholeContexts = peer.version("oslo.messaging").equals("14.0.3");
    assertThat(withoutWhatChanges(taken, wholeContexts))
        .isEqualTo(withoutWhatChanges(kept, wholeContexts));
  }

  /**
   * Compressed bodies count by name only: their bytes depend on the identifiers in them.
   * Notifications carry less of their context since oslo.messaging 14.4.
   */
  private static Map<String, String> withoutWhatChanges(Path folder, boolean wholeContexts)
      throws IOException {
    Map<String, String> captures = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".bin")) {
          captures.put(name, "");
        } else if (name.endsWith(".json")) {
          String text = withoutWhatChanges(Files.readString(file));
          captures.put(name, wholeContexts ? text : text.replaceAll(CONTEXT_OF_NOTIFICATIONS, ""));
        }
      }
    }
    return captures;
  }

  private static String withoutWhatChanges(String json) {
    Map<String, Object> message = PythonPeer.parsed(json);
    if (message.get("oslo.message") instanceof String inner) {
      Map<String, Object> content = PythonPeer.parsed(inner);
      if (content.get("failure") instanceof String failure) {
        Map<String, Object> details = PythonPeer.parsed(failure);
        details.replace("tb", "TRACEBACK");
        details.replace("message", details.get("message").toString().lines().findFirst().get());
        content.replace("failure", details);
      }
      message.replace("oslo.message", content);
    }
    return message
        .toString()
        .replaceAll("\\b(reply_)?[0-9a-f]{32}\\b", "$1ID")
        .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME");
  }
}
