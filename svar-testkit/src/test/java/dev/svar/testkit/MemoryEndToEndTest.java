package dev.svar.testkit;

import dev.svar.Transport;
import dev.svar.testkit.rpc.Bus;
import dev.svar.testkit.rpc.CallContract;
import dev.svar.testkit.rpc.CastContract;
import dev.svar.testkit.rpc.FailureContract;
import dev.svar.testkit.rpc.MulticallContract;
import dev.svar.testkit.rpc.ServerContract;
import dev.svar.testkit.rpc.StreamContract;
import org.junit.jupiter.api.Nested;

/** Remote procedure calls over the memory driver. */
class MemoryEndToEndTest {

  interface OnMemory extends Bus {
    @Override
    default Transport.Builder transport() {
      return Transport.builder().url("memory://end-to-end");
    }
  }

  @Nested
  class Calls extends CallContract implements OnMemory {}

  @Nested
  class Casts extends CastContract implements OnMemory {}

  @Nested
  class Failures extends FailureContract implements OnMemory {}

  @Nested
  class Servers extends ServerContract implements OnMemory {}

  @Nested
  class Multicalls extends MulticallContract implements OnMemory {}

  @Nested
  class Streams extends StreamContract implements OnMemory {}
}
