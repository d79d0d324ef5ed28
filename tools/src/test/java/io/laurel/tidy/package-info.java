/** Style as a test: {@link io.laurel.tidy.TidyTest} holds the whole tree against {@link io.laurel.tidy.TidyRules}. */
package io.laurel.tidy;
