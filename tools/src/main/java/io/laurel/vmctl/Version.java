package io.laurel.vmctl;

import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says: this program, the format it reads and writes, and what it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "vmctl-java " + (version == null ? "(not packaged)" : version),
            "storage format: VictoriaMetrics v1.79",
            "JDK " + System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vm.name"),
        };
    }
}
