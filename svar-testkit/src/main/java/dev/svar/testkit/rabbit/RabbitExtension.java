package dev.svar.testkit.rabbit;

import dev.svar.testkit.Availability;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link RabbitBroker} does. */
public final class RabbitExtension implements ExecutionCondition, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(RabbitExtension.class);

  /** For JUnit. */
  public RabbitExtension() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Availability.condition(RabbitServer.unavailable());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RabbitServer.class || type == VirtualHost.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The root's store is closed when all tests are done, and closes what it holds.
    context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(
            SharedRabbitServer.class,
            key -> (AutoCloseable) SharedRabbitServer::close,
            AutoCloseable.class);
    RabbitServer server = RabbitServer.shared();
    if (parameter.getParameter().getType() == RabbitServer.class) {
      return server;
    }
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(VirtualHost.class, key -> server.newVhost(), VirtualHost.class);
  }
}
