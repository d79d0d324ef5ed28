package io.laurel.regex;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/** The sets of characters that have names: {@code \d}, {@code [:alpha:]}, {@code \p{Greek}}. */
final class NamedClasses {
    private static final Map<Character, CharRanges> PERL = Map.of(
            'd', of("09"),
            's', of("\t\n\f\r  "),
            'w', of("09AZ__az"));

    private static final Map<String, CharRanges> POSIX = Map.ofEntries(
            Map.entry("alnum", of("09AZaz")),
            Map.entry("alpha", of("AZaz")),
            Map.entry("ascii", of("\0\u007f")),
            Map.entry("blank", of("\t\t  ")),
            Map.entry("cntrl", of("\0\u001f\u007f\u007f")),
            Map.entry("digit", of("09")),
            Map.entry("graph", of("!~")),
            Map.entry("lower", of("az")),
            Map.entry("print", of(" ~")),
            Map.entry("punct", of("!/:@[`{~")),
            Map.entry("space", of("\t\r  ")),
            Map.entry("upper", of("AZ")),
            Map.entry("word", of("09AZaz__")),
            Map.entry("xdigit", of("09AFaf")));

    /** General categories by the numbers that {@link Character#getType(int)} gives, one bit each. */
    private static final Map<String, Integer> CATEGORIES = Map.ofEntries(
            category("Lu", Character.UPPERCASE_LETTER), category("Ll", Character.LOWERCASE_LETTER),
            category("Lt", Character.TITLECASE_LETTER), category("Lm", Character.MODIFIER_LETTER),
            category("Lo", Character.OTHER_LETTER), category("Mn", Character.NON_SPACING_MARK),
            category("Me", Character.ENCLOSING_MARK), category("Mc", Character.COMBINING_SPACING_MARK),
            category("Nd", Character.DECIMAL_DIGIT_NUMBER), category("Nl", Character.LETTER_NUMBER),
            category("No", Character.OTHER_NUMBER), category("Zs", Character.SPACE_SEPARATOR),
            category("Zl", Character.LINE_SEPARATOR), category("Zp", Character.PARAGRAPH_SEPARATOR),
            category("Cc", Character.CONTROL), category("Cf", Character.FORMAT),
            category("Co", Character.PRIVATE_USE), category("Cs", Character.SURROGATE),
            category("Pd", Character.DASH_PUNCTUATION), category("Ps", Character.START_PUNCTUATION),
            category("Pe", Character.END_PUNCTUATION), category("Pc", Character.CONNECTOR_PUNCTUATION),
            category("Po", Character.OTHER_PUNCTUATION), category("Pi", Character.INITIAL_QUOTE_PUNCTUATION),
            category("Pf", Character.FINAL_QUOTE_PUNCTUATION), category("Sm", Character.MATH_SYMBOL),
            category("Sc", Character.CURRENCY_SYMBOL), category("Sk", Character.MODIFIER_SYMBOL),
            category("So", Character.OTHER_SYMBOL));

    /** First letters that stand for all their categories. */
    private static final Set<String> GROUPS = Set.of("C", "L", "M", "N", "P", "S", "Z");

    private NamedClasses() {}

    /** First and last character of each range in turn. */
    private static CharRanges of(String bounds) {
        return CharRanges.of(bounds.chars().toArray());
    }

    private static Map.Entry<String, Integer> category(String name, int type) {
        return Map.entry(name, 1 << type);
    }

    /** The class of {@code \d}, {@code \s} or {@code \w} by its letter, or null. */
    static CharRanges perl(int letter) {
        return letter < 0x80 ? PERL.get((char) letter) : null;
    }

    /** The class of {@code [:name:]}, or null. */
    static CharRanges posix(String name) {
        return POSIX.get(name);
    }

    /** The class of {@code \p{name}}, a general category or a script, or null. */
    static CharRanges unicode(String name) {
        if (name.equals("Any")) {
            return CharRanges.ANY;
        }
        int types = 0;
        for (Map.Entry<String, Integer> category : CATEGORIES.entrySet()) {
            if (category.getKey().equals(name) || GROUPS.contains(name) && category.getKey().startsWith(name)) {
                types |= category.getValue();
            }
        }
        if (types != 0) {
            int wanted = types;
            return collect(c -> (1 << Character.getType(c) & wanted) != 0);
        }
        try {
            Character.UnicodeScript script = Character.UnicodeScript.forName(name);
            return collect(c -> Character.UnicodeScript.of(c) == script);
        } catch (IllegalArgumentException noSuchScript) {
            return null;
        }
    }

    private static CharRanges collect(IntPredicate test) {
        int[] bounds = new int[64];
        int size = 0;
        for (int c = 0; c <= CharRanges.MAX; c++) {
            if (!test.test(c)) {
                continue;
            }
            int first = c;
            while (c < CharRanges.MAX && test.test(c + 1)) {
                c++;
            }
            if (size == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * size);
            }
            bounds[size++] = first;
            bounds[size++] = c;
        }
        return CharRanges.of(Arrays.copyOf(bounds, size));
    }
}
