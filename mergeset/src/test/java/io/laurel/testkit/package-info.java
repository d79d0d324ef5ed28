/**
 * What the tests of all modules stand on: a disk that can lose power, fail and keep a diary, a clock that moves when
 * told, seeds that can be repeated, and the vectors of {@code testdata/}.
 */
package io.laurel.testkit;
