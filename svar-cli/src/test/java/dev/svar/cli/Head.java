package dev.svar.cli;

import java.io.IOException;
import java.io.OutputStream;

/** Takes so many lines, and closes then, as head does. */
final class Head extends OutputStream {
  private int lines;

  Head(int lines) {
    this.lines = lines;
  }

  @Override
  public void write(int one) throws IOException {
    if (lines == 0) {
      throw new IOException("Broken pipe");
    }
    lines -= one == '\n' ? 1 : 0;
  }
}
