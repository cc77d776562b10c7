package dev.svar.rpc;

import dev.svar.Serializer;
import dev.svar.Target;
import dev.svar.Transport;
import dev.svar.Version;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a client was built with; null where the default counts. */
record ClientSettings(
    Transport transport,
    Target target,
    @Nullable Duration timeout,
    @Nullable Duration overallTimeout,
    @Nullable Duration monitor,
    @Nullable Version versionCap,
    @Nullable Integer retry,
    @Nullable Boolean mandatory,
    Serializer serializer) {

  boolean allows(@Nullable String version) {
    return versionCap == null || (version != null && versionCap.serves(Version.parse(version)));
  }
}
