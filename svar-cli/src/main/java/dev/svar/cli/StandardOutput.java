package dev.svar.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Standard output, which remembers why writing failed: {@link java.io.PrintStream} forgets it. */
final class StandardOutput extends FileOutputStream {
  private volatile @Nullable String failure;

  StandardOutput() {
    super(FileDescriptor.out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      super.write(bytes, offset, length);
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      // Whoever read it has seen enough, as head does.
      if (!reason.contains("Broken pipe")) {
        failure = reason;
      }
      throw e;
    }
  }

  /** Why something was not written; null if all was, or nobody wanted it. */
  @Nullable String failure() {
    return failure;
  }
}
