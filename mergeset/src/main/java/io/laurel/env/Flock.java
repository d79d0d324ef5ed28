package io.laurel.env;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code flock(2)}, called through {@code java.lang.foreign} where the JDK has it (22 and later).
 *
 * <p>All classes of that package are looked up by name at run time. The alternative, a multi-release jar, needs a JDK
 * 22 or later to build its second half: a jar built on 17 would silently lack it, and classes run from a folder (tests,
 * IDEs) would never see it. This way there is one class file, the same whoever built it, and the slow calls by
 * reflection happen once an open.
 *
 * <p>The calls are restricted: without {@code --enable-native-access=ALL-UNNAMED} (or the line in the manifest of the
 * main jar) the JVM warns once, as it does for any native library; if it is told to refuse them, {@link #isAvailable}
 * is false.
 */
final class Flock {
    private static final String PACKAGE = "java.lang.foreign.";
    private static final int FIRST_JDK = 22;

    /** Values of the C headers. {@code O_CLOEXEC}: children started by this process do not inherit the lock. */
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC_LINUX = 0x80000;
    private static final int O_CLOEXEC_MAC = 0x1000000;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int EINTR = 4;
    private static final int EAGAIN_LINUX = 11;
    private static final int EAGAIN_MAC = 35;

    private static final Optional<Flock> NATIVE = find();

    private final MethodHandle open;
    private final MethodHandle flock;
    private final MethodHandle close;

    private Flock(Object linker) throws ReflectiveOperationException {
        open = function(linker, "open", "ADDRESS", "JAVA_INT");
        flock = function(linker, "flock", "JAVA_INT", "JAVA_INT");
        close = function(linker, "close", "JAVA_INT");
    }

    static boolean isAvailable() {
        return NATIVE.isPresent();
    }

    /** Takes the lock until the result is closed; null if somebody else holds it. The file must exist. */
    static Closeable take(Path file) throws IOException {
        Flock calls = NATIVE.orElseThrow();
        int descriptor = calls.open(file);
        int problem;
        do {
            problem = call(calls.flock, descriptor, LOCK_EX | LOCK_NB);
        } while (problem == -EINTR);
        if (problem >= 0) {
            return () -> calls.close(descriptor);
        }
        calls.close(descriptor);
        if (problem == -(onMac() ? EAGAIN_MAC : EAGAIN_LINUX)) {
            return null;
        }
        throw new IOException("flock(2) failed with error number " + -problem);
    }

    private int open(Path file) throws IOException {
        int flags = O_RDWR | (onMac() ? O_CLOEXEC_MAC : O_CLOEXEC_LINUX);
        int descriptor = call(open, file.toAbsolutePath().toString(), flags);
        if (descriptor < 0) {
            throw new IOException("open(2) failed with error number " + -descriptor);
        }
        return descriptor;
    }

    private void close(int descriptor) throws IOException {
        int problem = call(close, descriptor);
        if (problem < 0) {
            throw new IOException("close(2) failed with error number " + -problem);
        }
    }

    private static boolean onMac() {
        return System.getProperty("os.name").startsWith("Mac");
    }

    private static Optional<Flock> find() {
        String system = System.getProperty("os.name");
        if (Runtime.version().feature() < FIRST_JDK || !system.equals("Linux") && !system.startsWith("Mac")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Flock(invoke("Linker", "nativeLinker", null)));
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalCallerException || cause instanceof UnsupportedOperationException) {
                return Optional.empty();
            }
            throw new IllegalStateException("flock(2) cannot be reached", cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("flock(2) cannot be reached", e);
        }
    }

    /** A C function that returns an int; its handle takes one more argument in front, the room for errno. */
    private static MethodHandle function(Object linker, String name, String... arguments)
            throws ReflectiveOperationException {
        Object symbol = ((Optional<?>) invoke("SymbolLookup", "find", invoke("Linker", "defaultLookup", linker), name))
                .orElseThrow();
        Object[] layouts = new Object[arguments.length];
        for (int i = 0; i < layouts.length; i++) {
            layouts[i] = layout(arguments[i]);
        }
        Object descriptor = invoke("FunctionDescriptor", "of", null,
                layout("JAVA_INT"), array("MemoryLayout", layouts));
        Object errno = invoke("Linker$Option", "captureCallState", null, (Object) new String[] {"errno"});
        Object[] options = name.equals("open")
                ? new Object[] {errno, invoke("Linker$Option", "firstVariadicArg", null, 2)}
                : new Object[] {errno};
        return (MethodHandle) invoke("Linker", "downcallHandle", linker,
                symbol, descriptor, array("Linker$Option", options));
    }

    /** The result of the function, or minus errno if it is -1. Arguments are ints and texts. */
    private static int call(MethodHandle function, Object... arguments) throws IOException {
        try (AutoCloseable arena = (AutoCloseable) invoke("Arena", "ofConfined", null)) {
            Object state = invoke("SegmentAllocator", "allocate", arena,
                    invoke("Linker$Option", "captureStateLayout", null));
            List<Object> all = new ArrayList<>();
            all.add(state);
            for (Object argument : arguments) {
                all.add(argument instanceof String text
                        ? invoke("SegmentAllocator", "allocateFrom", arena, text, fileNameEncoding())
                        : argument);
            }
            int result = (int) function.invokeWithArguments(all);
            return result == -1 ? -(int) invoke("MemorySegment", "get", state, layout("JAVA_INT"), 0L) : result;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("a native call failed", e);
        }
    }

    private static Charset fileNameEncoding() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** Calls the method of that type and name that takes these arguments; the target is null for a static one. */
    private static Object invoke(String type, String name, Object target, Object... arguments)
            throws ReflectiveOperationException {
        for (Method method : type(type).getMethods()) {
            if (method.getName().equals(name) && accepts(method.getParameterTypes(), arguments)) {
                return method.invoke(target, arguments);
            }
        }
        throw new NoSuchMethodException(type + "." + name);
    }

    private static boolean accepts(Class<?>[] parameters, Object[] arguments) {
        boolean fits = parameters.length == arguments.length;
        for (int i = 0; fits && i < arguments.length; i++) {
            fits = MethodType.methodType(parameters[i]).wrap().returnType().isInstance(arguments[i]);
        }
        return fits;
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(PACKAGE + name);
    }

    private static Object layout(String name) throws ReflectiveOperationException {
        return type("ValueLayout").getField(name).get(null);
    }

    private static Object array(String type, Object[] elements) throws ClassNotFoundException {
        return Arrays.copyOf(elements, elements.length, type(type).arrayType().asSubclass(Object[].class));
    }
}
