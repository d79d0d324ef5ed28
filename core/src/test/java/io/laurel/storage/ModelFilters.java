package io.laurel.storage;

import io.laurel.series.MetricName;
import io.laurel.series.TagFilter;
import io.laurel.series.TagFilters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/** Filters by chance, and what they mean: an absent label has the empty value, and expressions match whole values. */
final class ModelFilters {
    static final String[] METRICS = {"m", "m", "m", "n_total", ""};
    static final String[] APPS = {"api", "web", "", "böse", "x\ny"};
    static final int HOSTS = 6;

    /** Every series: those with a metric name, and those without. */
    static final List<TagFilters> EVERYTHING = List.of(TagFilters.all(), TagFilters.metric(""));

    private static final String[] REGEXES = {"api|web", "a.*", ".*", ".+", "web|", "(?i)API|x\ny", "[a-m].*", ".*e"};
    private static final String[] HOST_REGEXES = {"h[0-2]", "h1|h3|h9", "h.", ".*", ".+", "h1|"};

    private ModelFilters() {}

    static String host(Random random) {
        return "h" + random.nextInt(HOSTS);
    }

    /** One set mostly, sometimes several. */
    static List<TagFilters> some(Random random) {
        List<TagFilters> anyOf = new ArrayList<>();
        do {
            anyOf.add(one(random));
        } while (random.nextInt(5) == 0);
        return anyOf;
    }

    private static TagFilters one(Random random) {
        TagFilters filters = random.nextInt(4) == 0 ? TagFilters.all() : TagFilters.metric(pick(METRICS, random));
        for (int i = random.nextInt(3); i > 0; i--) {
            if (random.nextBoolean()) {
                filters = with(filters, "app", pick(APPS, random), pick(REGEXES, random), random);
            } else {
                filters = with(filters, "host", host(random), pick(HOST_REGEXES, random), random);
            }
        }
        return random.nextInt(12) == 0 ? with(filters, "", "m", pick(REGEXES, random), random) : filters;
    }

    private static TagFilters with(TagFilters filters, String key, String value, String regex, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> filters.notEqual(key, value);
            case 1 -> filters.matches(key, regex);
            case 2 -> filters.notMatches(key, regex);
            default -> filters.equal(key, value);
        };
    }

    static String pick(String[] texts, Random random) {
        return texts[random.nextInt(texts.length)];
    }

    static boolean matches(List<TagFilters> anyOf, Map<String, String> labels) {
        return anyOf.stream().anyMatch(filters -> matches(filters, labels));
    }

    /** A filter that lets everything pass is none, and without filters it is the metric name that counts. */
    private static boolean matches(TagFilters filters, Map<String, String> labels) {
        boolean none = true;
        for (TagFilter filter : filters.list()) {
            if (filter.operator() == TagFilter.Operator.MATCHES && filter.value().utf8().equals(".*")) {
                continue;
            }
            none = false;
            String key = filter.key().isEmpty() ? MetricName.GROUP_LABEL : filter.key().utf8();
            if (!matches(filter, labels.getOrDefault(key, ""))) {
                return false;
            }
        }
        return !none || labels.containsKey(MetricName.GROUP_LABEL);
    }

    /** The opposite of everything is an absent label, not nothing. */
    private static boolean matches(TagFilter filter, String value) {
        String wanted = filter.value().utf8();
        return switch (filter.operator()) {
            case EQUAL -> value.equals(wanted);
            case NOT_EQUAL -> !value.equals(wanted);
            case MATCHES -> full(wanted, value);
            case NOT_MATCHES -> wanted.equals(".*") ? value.isEmpty() : !full(wanted, value);
        };
    }

    private static boolean full(String regex, String value) {
        return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
    }
}
