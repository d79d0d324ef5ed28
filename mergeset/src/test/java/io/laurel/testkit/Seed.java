package io.laurel.testkit;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * Gives tests chance that can be repeated. A class with {@code @ExtendWith(Seed.class)} may have test methods that take
 * a {@link Random}, or a {@code long}, or both: a fresh seed each time, and the same one where {@code -Dlaurel.seed=N}
 * says so. When such a test fails, the last line of the message is the option that repeats it.
 */
public final class Seed implements ParameterResolver, TestExecutionExceptionHandler {
    private static final String PROPERTY = "laurel.seed";
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Seed.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Random.class || type == long.class && takesNoOtherArguments(context);
    }

    /** The arguments of parameterized tests come from elsewhere. */
    private static boolean takesNoOtherArguments(ExtensionContext context) {
        return context.getTestMethod()
                .filter(method -> method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(RepeatedTest.class))
                .isPresent();
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        long seed = seed(context);
        return parameter.getParameter().getType() == long.class ? (Object) seed : new Random(seed);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable problem) throws Throwable {
        if (problem instanceof TestAbortedException) {
            throw problem;
        }
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        throw new AssertionError(message + "\nrepeat with -D" + PROPERTY + "=" + seed(context) + " -Dtest="
                + context.getRequiredTestClass().getName() + "#" + context.getRequiredTestMethod().getName(), problem);
    }

    private static long seed(ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(PROPERTY, key -> chooseSeed(), Long.class);
    }

    private static Long chooseSeed() {
        Long given = Long.getLong(PROPERTY);
        return given != null ? given : new Random().nextLong() >>> 16;
    }
}
