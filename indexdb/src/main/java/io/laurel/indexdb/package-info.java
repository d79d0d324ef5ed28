/**
 * Names to ids, filters to ids. {@link io.laurel.indexdb.IndexDb} is the face of the package; {@code IndexItems} draws
 * the rows of the index, byte by byte.
 *
 * <pre>
 *   name  -> SeriesCreator   -> SeriesRows -> mergeset.Table of the current IndexGeneration -> TagRowJoiner in merges
 *            NameFilter, RecentNames, IdCounter, DailyMetricIds
 *   filters -> FilterCompiler -> SeriesSearch -> MetricIdSearch -> GenerationSearch -> ItemCursor -> TableSearch
 *              TagMatcher        LabelSearch, SeriesNames
 * </pre>
 */
package io.laurel.indexdb;
