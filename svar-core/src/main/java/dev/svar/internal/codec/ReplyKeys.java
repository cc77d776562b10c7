package dev.svar.internal.codec;

import dev.svar.RemoteException.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the keys of a reply; others are left alone. */
final class ReplyKeys implements InnerMap.Keys {
  private final InnerMap map;
  private final Failures failures;
  private Field uniqueId = Field.MISSING;
  private Field messageId = Field.MISSING;
  private @Nullable Json result;
  private @Nullable Object failure;
  private @Nullable JsonToken endingKind;
  private @Nullable Object ending;

  ReplyKeys(InnerMap map, Failures failures) {
    this.map = map;
    this.failures = failures;
  }

  @Override
  public void read(String key, JsonParser parser) {
    switch (key) {
      case Wire.RESULT -> result = map.later("", Wire.RESULT, parser);
      case Wire.FAILURE -> failure = InnerMap.now(parser);
      case Wire.ENDING -> {
        endingKind = parser.currentToken();
        ending = InnerMap.now(parser);
      }
      case Wire.MESSAGE_ID -> messageId = Field.read(parser);
      case Wire.UNIQUE_ID -> uniqueId = Field.read(parser);
      default -> parser.skipChildren();
    }
  }

  /** What came together, if it is a reply. */
  IncomingReply reply() throws DecodeException {
    String id = messageId.required(Wire.MESSAGE_ID);
    if (id.isEmpty()) {
      throw new DecodeException(Wire.MESSAGE_ID + ": empty (expected: the id of a call)", null);
    }
    Failure failed = failures.read(failure);
    return new IncomingReply(
        id,
        uniqueId.id(Wire.UNIQUE_ID),
        result != null ? result : map.missing(Wire.RESULT),
        failed,
        ending());
  }

  /** Python takes any value for true or false: of these, those that may be meant so. */
  private @Nullable Boolean ending() throws DecodeException {
    if (endingKind == null || ending instanceof Boolean) {
      return (Boolean) ending;
    }
    if (ending == null || ending instanceof Number) {
      return ending != null && ((Number) ending).doubleValue() != 0;
    }
    throw new DecodeException(
        Wire.ENDING + ": " + Unreadable.kind(endingKind) + " (expected: true or false)", null);
  }
}
