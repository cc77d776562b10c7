package dev.svar.internal.engine;

import dev.svar.Observer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * What code gave for a transport; null where files, the URL or defaults decide.
 *
 * @param notifications whether the files' URL for notifications counts, if there is one
 */
public record EngineConfig(
    @Nullable String url,
    boolean notifications,
    List<Path> files,
    Map<String, Object> options,
    @Nullable String exchange,
    @Nullable Duration responseTimeout,
    RemoteTypes remoteTypes,
    @Nullable Observer observer,
    @Nullable Clock clock,
    @Nullable ScheduledExecutorService scheduler,
    Bounds bounds) {

  public EngineConfig {
    files = List.copyOf(files);
    options = Map.copyOf(options);
  }

  /** What is accepted, sent and remembered. */
  public record Bounds(int messageBytes, int depth, int numberDigits, int rememberedIds) {}
}
