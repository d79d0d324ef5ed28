package io.laurel.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which characters are one letter in different cases: mostly two, for some three or four (K, k and the Kelvin sign).
 */
final class LetterCase {
    /** No letter behind this character has two cases. */
    private static final int LAST = 0x1ffff;

    /** The dotted capital and the dotless small i are letters of their own. */
    private static final int DOTTED_CAPITAL_I = 0x130;

    private static final int DOTLESS_SMALL_I = 0x131;

    /** Ascending forms of one letter, under each of them. */
    private static final Map<Integer, int[]> FORMS = forms();

    private LetterCase() {}

    private static Map<Integer, int[]> forms() {
        Map<Integer, List<Integer>> letters = new HashMap<>();
        for (int c = 0; c <= LAST; c++) {
            int letter = Character.toLowerCase(Character.toUpperCase(c));
            boolean alone = letter == c && Character.toUpperCase(c) == c;
            if (!alone && c != DOTTED_CAPITAL_I && c != DOTLESS_SMALL_I) {
                letters.computeIfAbsent(letter, key -> new ArrayList<>()).add(c);
            }
        }
        Map<Integer, int[]> forms = new HashMap<>();
        for (List<Integer> letter : letters.values()) {
            if (letter.size() > 1) {
                int[] ascending = letter.stream().mapToInt(Integer::intValue).toArray();
                letter.forEach(form -> forms.put(form, ascending));
            }
        }
        return forms;
    }

    /** All forms of a letter, ascending; the character alone if it has no other form. */
    static int[] of(int character) {
        int[] forms = FORMS.get(character);
        return forms == null ? new int[] {character} : forms.clone();
    }

    /** The form that stands for all forms. */
    static int lowest(int character) {
        return of(character)[0];
    }

    /** The text with each letter in its lowest form. */
    static String lowest(String text) {
        return text.codePoints().map(LetterCase::lowest)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** The set with all forms of its letters. */
    static CharRanges closure(CharRanges ranges) {
        int[] added = new int[2 * FORMS.size()];
        int size = 0;
        for (Map.Entry<Integer, int[]> entry : FORMS.entrySet()) {
            if (Arrays.stream(entry.getValue()).anyMatch(ranges::contains)) {
                added[size++] = entry.getKey();
                added[size++] = entry.getKey();
            }
        }
        return ranges.union(CharRanges.of(Arrays.copyOf(added, size)));
    }
}
