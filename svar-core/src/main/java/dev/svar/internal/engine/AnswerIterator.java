package dev.svar.internal.engine;

import dev.svar.MessagingException;
import dev.svar.internal.codec.IncomingReply;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a multicall for code that waits for them. After the end, and after a failure, it
 * is empty.
 */
public final class AnswerIterator<T> extends Spliterators.AbstractSpliterator<T> {
  private final IncomingStream replies;
  private final Function<IncomingReply, @Nullable Object> result;
  private final UnaryOperator<RuntimeException> failures;
  private boolean over;

  private AnswerIterator(
      IncomingStream replies,
      Function<IncomingReply, @Nullable Object> result,
      UnaryOperator<RuntimeException> failures) {
    super(Long.MAX_VALUE, ORDERED);
    this.replies = replies;
    this.result = result;
    this.failures = failures;
  }

  /**
   * The answers as a stream that is to be closed.
   *
   * @param result makes an answer, of the type that stands here as {@code T}, of a reply; what it
   *     throws ends the stream
   * @param failures what the consumer gets for what ends the stream
   */
  public static <T> Stream<T> stream(
      IncomingStream replies,
      Function<IncomingReply, @Nullable Object> result,
      UnaryOperator<RuntimeException> failures) {
    Spliterator<T> answers = new AnswerIterator<>(replies, result, failures);
    return StreamSupport.stream(answers, false).onClose(replies::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    if (over) {
      return false;
    }
    T answer;
    try {
      IncomingReply reply = replies.take();
      if (reply == null) {
        over = true;
        return false;
      }
      answer = as(result.apply(reply));
    } catch (InterruptedException e) {
      end();
      Thread.currentThread().interrupt();
      throw new MessagingException("Interrupted while waiting for an answer", e);
    } catch (RuntimeException e) {
      end();
      throw failures.apply(e);
    }
    action.accept(answer);
    return true;
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T> @Nullable T as(@Nullable Object value) {
    return (T) value;
  }

  private void end() {
    over = true;
    replies.close();
  }
}
