package dev.svar.interop;

import dev.svar.testkit.Availability;
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
        .computeIfAbsent(PythonPeer.class, key -> PythonPeer.start(), PythonPeer.class);
  }
}
