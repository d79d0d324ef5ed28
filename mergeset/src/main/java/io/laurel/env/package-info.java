/**
 * The outside world, all of it: {@link io.laurel.env.Disk} is the only door to files and
 * {@link io.laurel.env.TimeSource} the only clock. {@link io.laurel.env.RealDisk} is the operating system's,
 * {@link io.laurel.env.MemoryFile} a file of a part that is not on disk yet, {@link io.laurel.env.AtomicFile} a small
 * file that is there whole or not at all.
 */
package io.laurel.env;
