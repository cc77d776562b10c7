package dev.svar.classic;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer gives its messages to: {@link RpcDispatcher}, or anything else that finds the
 * method of a message. Called by several workers at a time.
 */
@FunctionalInterface
public interface Dispatcher {

  /**
   * Runs the method that a message names.
   *
   * @param version as it stands in the message; null if there is none, which means 1.0
   * @param namespace null if there is none
   * @param args by name: maps, lists, text, numbers, booleans and null
   * @return what the caller gets
   * @throws Exception what the caller gets instead; a {@link ClientException} stands for what it
   *     wraps
   */
  @Nullable Object dispatch(
      CommonRpcContext context,
      @Nullable String version,
      String method,
      @Nullable String namespace,
      Map<String, ? extends @Nullable Object> args)
      throws Exception;
}
