/**
 * Storages in the metrics of the program that has them. {@code io.micrometer:micrometer-core} is an optional
 * dependency: who uses this package brings it along.
 */
package io.laurel.micrometer;
