package dev.svar.cli;

import dev.svar.MessagingException;
import dev.svar.TransportUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the demo as it goes: each step with its purpose, what was sent, what came, how long it
 * took.
 */
final class Transcript {
  /** What a step does. */
  interface Action {
    Outcome take() throws InterruptedException;
  }

  private final Output output;
  private final List<Map<String, @Nullable Object>> steps = new ArrayList<>();
  private int failed;

  Transcript(Output output) {
    this.output = output;
  }

  void begin(TransportUrl url, String topic) {
    output.text("Two servers, named one and two, listen on topic " + topic);
    output.text("on " + url + ". A client talks to them.");
  }

  /** Takes a step, and tells it. */
  void step(String purpose, String sent, String expected, Action action) {
    long start = System.nanoTime();
    Outcome outcome = take(action);
    long nanos = System.nanoTime() - start;
    failed += outcome.expected() ? 0 : 1;
    Map<String, @Nullable Object> step = new LinkedHashMap<>();
    step.put("step", purpose);
    step.put("sent", sent);
    step.put("received", outcome.received());
    step.put("elapsed_ms", Output.millis(nanos));
    step.put("ok", outcome.expected());
    steps.add(step);
    output.text("");
    output.text(steps.size() + ". " + purpose);
    output.text("   sent      " + sent);
    output.text("   received  " + JsonLine.readable(outcome.received()));
    output.text(
        String.format(Locale.ROOT, "   took      %.2f ms", nanos / 1e6)
            + (outcome.expected() ? "" : "\n   WRONG: expected " + expected));
  }

  private static Outcome take(Action action) {
    try {
      return action.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MessagingException("the demo was interrupted", e);
    } catch (MessagingException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return Outcome.of(e.getClass().getSimpleName() + ": " + Problem.of(e).text(), false);
    }
  }

  /** The sum; what the command ends with. */
  ExitCode end() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("steps", steps);
    json.put("ok", failed == 0);
    String sum =
        failed == 0
            ? "All " + steps.size() + " steps gave what they should."
            : failed + " of " + steps.size() + " steps gave something else than they should.";
    output.line("\n" + sum, json);
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }
}
