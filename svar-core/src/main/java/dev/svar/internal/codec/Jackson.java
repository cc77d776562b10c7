package dev.svar.internal.codec;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.json.JsonMapper;

/** Jackson as {@link Settings} has it, and the limits it was set up with. Thread-safe. */
record Jackson(JsonMapper mapper, Limits limits) {

  static Jackson with(Limits limits) {
    return new Jackson(Settings.mapper(limits), limits);
  }

  JsonGenerator generator(OutputStream out) {
    return mapper.createGenerator(out);
  }

  JsonParser parser(Text text, int start, int end) {
    return text.parser(mapper, start, end);
  }

  StreamReadConstraints constraints() {
    return mapper.tokenStreamFactory().streamReadConstraints();
  }
}
