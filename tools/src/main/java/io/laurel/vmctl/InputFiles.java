package io.laurel.vmctl;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All inputs of an import, opened before anything is written: a wrong name of a file leaves the storage untouched. */
final class InputFiles implements Closeable {
    private final List<Input> list = new ArrayList<>();

    private InputFiles() {}

    static InputFiles open(List<String> files, Console console) throws IOException {
        InputFiles opened = new InputFiles();
        try {
            for (String file : files) {
                opened.list.add(Input.open(file, console));
            }
            return opened;
        } catch (CommandFailure e) {
            opened.close();
            throw e;
        }
    }

    List<Input> list() {
        return list;
    }

    /** Bytes of all of them, packed if they are, or {@link Input#UNKNOWN_SIZE}. */
    long totalBytes() {
        long total = 0;
        for (Input input : list) {
            if (input.sizeBytes() == Input.UNKNOWN_SIZE) {
                return Input.UNKNOWN_SIZE;
            }
            total += input.sizeBytes();
        }
        return total;
    }

    @Override
    public void close() throws IOException {
        for (Input input : list) {
            input.close();
        }
    }
}
