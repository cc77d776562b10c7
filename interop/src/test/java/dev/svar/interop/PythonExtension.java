package dev.svar.interop;

import dev.svar.testkit.Availability;
import dev.svar.testkit.rabbit.RabbitServer;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link PythonInterop} does. */
final class PythonExtension implements ExecutionCondition, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(PythonExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Availability.condition(PythonPeer.unavailable());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PythonPeer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // The root's store closes the peer when all tests are done.
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(PythonPeer.class, key -> meet(), PythonPeer.class);
  }

  private static PythonPeer meet() {
    PythonPeer peer = PythonPeer.start();
    InteropReport.met("oslo.messaging " + peer.version("oslo.messaging"));
    InteropReport.met("RabbitMQ " + RabbitServer.shared().version());
    return peer;
  }
}
