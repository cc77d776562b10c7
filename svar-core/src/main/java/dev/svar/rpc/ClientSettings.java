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

  static ClientSettings of(Transport transport, Target target) {
    return new ClientSettings(
        transport, target, null, null, null, null, null, null, Serializer.NONE);
  }

  boolean allows(@Nullable String version) {
    return versionCap == null || (version != null && versionCap.serves(Version.parse(version)));
  }

  ClientSettings withTarget(Target target) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withTimeout(Duration timeout) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withOverallTimeout(Duration overallTimeout) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withMonitor(Duration monitor) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withVersionCap(@Nullable Version versionCap) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withRetry(int retry) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withMandatory(boolean mandatory) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }

  ClientSettings withSerializer(Serializer serializer) {
    return new ClientSettings(
        transport,
        target,
        timeout,
        overallTimeout,
        monitor,
        versionCap,
        retry,
        mandatory,
        serializer);
  }
}
