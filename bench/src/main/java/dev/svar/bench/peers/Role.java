package dev.svar.bench.peers;

import java.io.IOException;
import java.util.List;

/** A server, in this JVM or in a process of its own. */
public interface Role extends AutoCloseable {

  /** The process that it has for itself, if any. */
  default List<ProcessHandle> processes() {
    return List.of();
  }

  @Override
  void close() throws IOException;
}
