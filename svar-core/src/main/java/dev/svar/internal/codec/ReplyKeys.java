package dev.svar.internal.codec;

import dev.svar.RemoteException.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Collects the keys of a reply, or of a signal about a stream; others are left alone. */
final class ReplyKeys implements InnerMap.Keys {
  private final InnerMap map;
  private final Failures failures;
  private Field uniqueId = Field.MISSING;
  private Field messageId = Field.MISSING;
  private @Nullable Json result;
  private @Nullable Object failure;
  private @Nullable JsonToken endingKind;
  private @Nullable Object ending;
  private @Nullable JsonToken itemKind;
  private @Nullable Object item;
  private Field inbox = Field.MISSING;
  private boolean hasCredit;
  private @Nullable Object credit;
  private boolean cancel;

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
      case Wire.ITEM -> {
        itemKind = parser.currentToken();
        item = InnerMap.now(parser);
      }
      case Wire.INBOX -> inbox = Field.read(parser);
      case Wire.CREDIT -> {
        hasCredit = true;
        credit = InnerMap.now(parser);
      }
      case Wire.CANCEL -> cancel = Boolean.TRUE.equals(InnerMap.now(parser));
      default -> parser.skipChildren();
    }
  }

  /** What came together, if it is one of both. */
  InboxMessage message() throws DecodeException {
    String id = messageId.required(Wire.MESSAGE_ID);
    if (id.isEmpty()) {
      throw new DecodeException(Wire.MESSAGE_ID + ": empty (expected: the id of a call)", null);
    }
    if (cancel || hasCredit) {
      return new StreamSignal(id, cancel ? null : Credit.read(Wire.CREDIT, credit));
    }
    Failure failed = failures.read(failure);
    return new IncomingReply(
        id,
        uniqueId.id(Wire.UNIQUE_ID),
        result != null ? result : map.missing(Wire.RESULT),
        failed,
        ending(),
        item());
  }

  private @Nullable StreamItem item() throws DecodeException {
    if (itemKind == null) {
      return null;
    }
    long number =
        item instanceof Integer || item instanceof Long ? ((Number) item).longValue() : -1;
    if (number < 0) {
      throw new DecodeException(
          Wire.ITEM
              + ": "
              + (item instanceof Number ? item : Unreadable.kind(itemKind))
              + " (expected: a whole number from 0 on)",
          null);
    }
    return new StreamItem(number, inbox.id(Wire.INBOX));
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
