/**
 * The words for naming series: {@link io.laurel.series.MetricName} and {@link io.laurel.series.Tsid} say which series,
 * {@link io.laurel.series.TagFilters} which series are wanted, {@link io.laurel.series.TimeRange} and
 * {@link io.laurel.series.Days} when. {@link io.laurel.series.SeriesTable} remembers the series met since the start.
 */
package io.laurel.series;
