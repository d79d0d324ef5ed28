/**
 * The regular expressions of label filters: the syntax of RE2 with Perl classes, as Go's {@code regexp} has it,
 * without back references and look-around. {@link io.laurel.regex.RegexPlan} takes an expression apart so that most
 * filters need no matching at all: {@link io.laurel.regex.RegexParser} reads it, {@link io.laurel.regex.Nodes} keeps
 * its normal form, {@link io.laurel.regex.OrValues} lists what it can be, {@link io.laurel.regex.RestMatcher} decides
 * the rest.
 */
package io.laurel.regex;
